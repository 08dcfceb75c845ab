using System.Diagnostics;

namespace LoadTestAz.Worker.Tests;

/// <summary>The worker program as its container starts it: a process of its own, told by its environment alone.</summary>
internal sealed class WorkerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    public WorkerProcess(IReadOnlyDictionary<string, string> environment)
        : this(Program(environment))
    {
    }

    /// <summary>Starts it in another way, with both outputs redirected.</summary>
    public WorkerProcess(ProcessStartInfo start)
    {
        _process = Process.Start(start)!;
        _output = _process.StandardOutput.ReadToEndAsync();
        _errors = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Whether it has ended.</summary>
    public bool HasEnded => _process.HasExited;

    /// <summary>The processes that it has started.</summary>
    public IReadOnlyList<int> Children =>
        [.. Directory.GetDirectories($"/proc/{_process.Id}/task")
            .SelectMany(thread => File.ReadAllText(Path.Combine(thread, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(int.Parse)];

    /// <summary>Waits for its end and gives its exit code and all that it printed.</summary>
    public async Task<(int ExitCode, string Output)> EndAsync()
    {
        try
        {
            await _process.WaitForExitAsync().WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            _process.Kill(entireProcessTree: true);
            Assert.Fail($"The worker did not end within {Patience.TotalMinutes} minutes. It said:\n{await _output}{await _errors}");
        }

        return (_process.ExitCode, await _output + await _errors);
    }

    /// <summary>Asks the first process of its namespace to end, as `docker stop` does: SIGTERM.</summary>
    public void AskToEnd()
    {
        using var kill = Process.Start("kill", ["-TERM", .. Children.Select(id => $"{id}")]);
        kill.WaitForExit();
    }

    /// <summary>Ends it as want of memory would: at once, and without what it started.</summary>
    public void KillAlone() => _process.Kill();

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static ProcessStartInfo Program(IReadOnlyDictionary<string, string> environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "LoadTestAz.Worker.dll")])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return start;
    }
}
