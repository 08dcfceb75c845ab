using System.ComponentModel;
using System.Diagnostics;

namespace LoadTestAz.AciStandIn.Runtimes;

/// <summary>
/// A process in place of a container. On Linux it leads a group of its own, by which it is signalled, and a small shell
/// around it ends the group when this process is gone, in whatever way: the shell's standard input ends then.
/// </summary>
internal sealed class WorkerProcess : IRunningContainer
{
    // Azure gives a container 30 seconds; a worker needs a few to save what it measured.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private const string SessionStarter = "/usr/bin/setsid";

    // The worker gets neither of the shell's inputs. SIGTERM goes to the whole group: the shell stays to tell the worker's
    // exit code. A wait that SIGTERM interrupted does not know it yet; one that comes after it was told gives 127.
    private const string Guard =
        """
        exec 3<&0
        trap 'asked=1' TERM
        "$@" </dev/null 3<&- &
        worker=$!
        ( trap '' TERM; read -r _; kill -KILL 0 ) <&3 >/dev/null 2>&1 &
        watch=$!
        exec 3<&- 2>/dev/null
        code=
        while :; do
            asked=
            wait "$worker"
            now=$?
            [ "$now" -eq 127 ] && [ -n "$code" ] && break
            code=$now
            [ -n "$asked" ] || break
        done
        kill -KILL "$watch" 2>/dev/null
        exit "$code"
        """;

    private readonly Process _process;
    private readonly bool _isGroup;

    private WorkerProcess(Process process, bool isGroup, Action<string> print)
    {
        _process = process;
        _isGroup = isGroup;
        Id = process.Id;
        Exited = ExitAsync(print);
    }

    /// <inheritdoc/>
    public Task<int> Exited { get; }

    public int Id { get; }

    /// <summary>Starts a program with exactly that environment.</summary>
    /// <exception cref="ContainerStartException">The system did not start it.</exception>
    public static WorkerProcess Start(IReadOnlyList<string> command, IReadOnlyDictionary<string, string> environment, Action<string> print)
    {
        var guarded = OperatingSystem.IsLinux() && File.Exists(SessionStarter);
        IReadOnlyList<string> line = guarded ? [SessionStarter, "/bin/sh", "-c", Guard, "sh", .. command] : command;
        var start = new ProcessStartInfo(line[0], line.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        try
        {
            return new WorkerProcess(Process.Start(start)!, guarded, print);
        }
        catch (Win32Exception e)
        {
            throw new ContainerStartException($"'{string.Join(' ', command)}' can't be run: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public async Task StopAsync()
    {
        if (!Exited.IsCompleted && OperatingSystem.IsLinux())
            Signals.Send(_isGroup ? -Id : Id, Signals.Terminate);
        else
            Kill();
        await Task.WhenAny(Exited, Task.Delay(Grace, TimeProvider.System, CancellationToken.None));
        Kill();
        await Exited;
    }

    /// <inheritdoc/>
    public void Kill()
    {
        if (Exited.IsCompleted)
            return;
        try
        {
            // First by parentage: what a worker starts, such as k6, may have left its group.
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It was faster.
        }

        if (_isGroup)
            Signals.Send(-Id, Signals.Kill);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Kill();
        await Exited;
    }

    private async Task<int> ExitAsync(Action<string> print)
    {
        await Task.WhenAll(ReadAsync(_process.StandardOutput, print), ReadAsync(_process.StandardError, print));
        await _process.WaitForExitAsync();
        var code = _process.ExitCode;
        _process.StandardInput.Close();
        _process.Dispose();
        return code;
    }

    private static async Task ReadAsync(StreamReader output, Action<string> print)
    {
        while (await output.ReadLineAsync() is { } line)
            print(line);
    }
}
