using System.Diagnostics;

namespace LoadTestAz.Benchmarks;

/// <summary>This program once more, as another process.</summary>
internal static class OwnProgram
{
    /// <summary>How to start it with these arguments, its input and output redirected.</summary>
    public static ProcessStartInfo Start(params string[] arguments)
    {
        var dll = Path.Combine(AppContext.BaseDirectory, typeof(OwnProgram).Assembly.GetName().Name + ".dll");
        return new ProcessStartInfo("dotnet", [dll, .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true };
    }
}
