using System.Diagnostics;

namespace LoadTestAz.Shell.Tests.Infrastructure;

/// <summary>The shell as its own process.</summary>
internal sealed class ShellProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private ShellProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync();
    }

    public TextReader Out => _process.StandardOutput;

    public static ShellProcess Start(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "LoadTestAz.Shell.dll");
        // A test run in the background may ignore SIGINT, and a child would inherit that.
        var start = OperatingSystem.IsLinux()
            ? new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", program, .. arguments])
            : new ProcessStartInfo("dotnet", [program, .. arguments]);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        return new ShellProcess(Process.Start(start)!);
    }

    public static ShellProcess StartWithModule(params string[] arguments) => Start(["-ModulePath", ShellRun.Module, .. arguments]);

    public void Type(string text)
    {
        _process.StandardInput.Write(text);
        _process.StandardInput.Close();
    }

    public void Signal(string name)
    {
        // What it says about a process that has ended meanwhile is nobody's concern.
        using Process kill = Process.Start(new ProcessStartInfo("kill", ["-" + name, _process.Id.ToString()]) { RedirectStandardError = true })!;
        kill.WaitForExit();
    }

    public async Task<ShellRun> EndAsync()
    {
        string output = await Out.ReadToEndAsync();
        string error = await _error;
        await _process.WaitForExitAsync();
        return new ShellRun(_process.ExitCode, output.ReplaceLineEndings("\n"), error.ReplaceLineEndings("\n"));
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
