using System.Diagnostics;

namespace LoadTestAz.Worker.Tests.Aci;

/// <summary>A PowerShell session with the module as it ships, in a process of its own, that runs a script.</summary>
internal sealed class ShellProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(6);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    public ShellProcess(string script, string folder, (string Name, string Value)[] variables)
    {
        string[] shell = [Path.Combine(AppContext.BaseDirectory, "LoadTestAz.Shell.dll"), "-NonInteractive", "-NoProgress", script];

        // A test run in the background may ignore SIGINT, and a child would inherit that.
        var start = OperatingSystem.IsLinux() ? new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", .. shell]) : new ProcessStartInfo("dotnet", shell);
        (start.WorkingDirectory, start.RedirectStandardInput, start.RedirectStandardOutput, start.RedirectStandardError) = (folder, true, true, true);
        foreach (var (name, value) in variables)
            start.Environment[name] = value;
        _process = Process.Start(start)!;
        _process.StandardInput.Close();
        _output = _process.StandardOutput.ReadToEndAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Ctrl+C.</summary>
    public void Interrupt()
    {
        using var kill = Process.Start("kill", ["-INT", $"{_process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Ends it as a lost machine would (-9): at once, and without a last word.</summary>
    public void KillAlone() => _process.Kill();

    /// <summary>Waits for its end and gives its exit code and all that it printed.</summary>
    public async Task<(int ExitCode, string Output)> EndAsync()
    {
        await _process.WaitForExitAsync().WaitAsync(Patience);
        return (_process.ExitCode, await _output + await _errors);
    }

    /// <summary>The same for a script that must go well; gives the values of the lines <c>name=value</c>.</summary>
    public async Task<Dictionary<string, string>> ValuesAsync()
    {
        var (exitCode, output) = await EndAsync();
        Assert.True(exitCode == 0, output);
        var values = output.Split('\n').Select(line => line.Trim().Split('=', 2)).Where(parts => parts.Length == 2).GroupBy(parts => parts[0]).ToDictionary(own => own.Key, own => own.Last()[1]);
        values["all"] = output;
        return values;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
