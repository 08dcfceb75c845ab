using System.ComponentModel;
using System.Diagnostics;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>A running k6: its samples come by standard output, what it says goes to the console log.</summary>
/// <remarks>
/// It does not outlive this process: on Linux it is sent SIGTERM then (<see cref="DeathSignal"/>), and on Windows it is in a
/// job that ends with this process (<see cref="KillOnCloseJob"/>). Where neither can be had, and there is SIGPIPE, the next
/// samples that it writes end it, for nobody reads them (Go ends a program that writes to a broken standard output): under
/// load that is at once; k6 buffers 4 KB, which a paused or idle one fills in some twenty to forty seconds, and one that lingers
/// after an aborted test never.
/// </remarks>
internal sealed class K6Process : IDisposable
{
    private static readonly string[] SessionStarters = ["/usr/bin/setsid", "/bin/setsid"];

    private readonly Process _process;

    private K6Process(Process process, K6ConsoleLog console)
    {
        (_process, Id) = (process, process.Id);
        Exited = process.WaitForExitAsync();
        Errors = Task.Run(() => console.TakeAsync(process.StandardError, CancellationToken.None));
    }

    /// <summary>What stands before a command so that it has a session of its own; nothing where the system has no such program.</summary>
    public static IEnumerable<string> OwnSession => OperatingSystem.IsLinux() ? SessionStarters.Where(File.Exists).Take(1) : [];

    /// <summary>The system's number for it.</summary>
    public int Id { get; }

    /// <summary>Done when the process has ended.</summary>
    public Task Exited { get; }

    /// <summary>Done when all of its standard error stands in the log.</summary>
    public Task Errors { get; }

    /// <summary>Its samples.</summary>
    public Stream Output => _process.StandardOutput.BaseStream;

    /// <summary>Valid when it has ended.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts k6, without a shell.</summary>
    /// <exception cref="EngineException">The system did not start it.</exception>
    public static K6Process Start(string program, K6CommandLine command, WorkerSecrets secrets, string folder, K6ConsoleLog console)
    {
        // A session of its own: Ctrl+C in the terminal, which every process there hears, is for PowerShell, whose workers
        // go on. setsid becomes k6 itself, so the process is the same; so does what is before k6 for the death signal.
        string[] line = [.. OwnSession, .. DeathSignal.Prefix, program, .. command.Arguments];
        var start = new ProcessStartInfo(line[0], line[1..])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            CreateNoWindow = true,
            WorkingDirectory = folder,
        };
        K6Environment.Apply(start.Environment, command.Variables);
        secrets.CopyTo(start.Environment);
        try
        {
            var process = LastingThread.Run(() => Process.Start(start)!);
            if (OperatingSystem.IsWindows())
                KillOnCloseJob.TryAdd(process);
            process.StandardInput.Close();
            return new K6Process(process, console);
        }
        catch (Win32Exception e)
        {
            throw new EngineException(WorkerCause.EngineError, $"'{program}' can't be run: {e.Message}. {K6Binary.HowToGet}", e);
        }
    }

    /// <summary>Waits for its end, at most so long.</summary>
    /// <returns>Whether it has ended.</returns>
    public async Task<bool> HasExitedWithinAsync(TimeSpan time, TimeProvider clock, CancellationToken cancellationToken)
    {
        await Task.WhenAny(Exited, Task.Delay(time, clock, cancellationToken)).ConfigureAwait(false);
        return Exited.IsCompleted;
    }

    /// <summary>Asks it to end: it runs teardown() and writes its summary.</summary>
    public void AskToEnd()
    {
        if (!Exited.IsCompleted)
            Signals.AskToEnd(Id);
    }

    /// <summary>Ends it and what it started, such as browsers.</summary>
    public void Kill()
    {
        try
        {
            if (!Exited.IsCompleted)
                _process.Kill(entireProcessTree: true);
        }
        catch (Exception e) when (e is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It was faster.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _process.Dispose();
}
