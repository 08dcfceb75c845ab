using System.Globalization;
using LoadTestAz.Merging.K6;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>One k6 from its start to its end: the process, its REST API, and the reading of its samples.</summary>
internal sealed class K6Session : IDisposable
{
    private readonly CancellationTokenSource _reading;
    private readonly CancellationTokenSource _unreadable = new();
    private readonly K6JsonReader _reader;
    private readonly Task _read;
    private readonly int _port;
    private readonly K6ConsoleLog _console;
    private readonly Action<string> _log;
    private readonly TimeProvider _time;
    private readonly K6EngineOptions _options;
    private Exception? _readError;
    private Task<EngineOutcome>? _ended;

    public K6Session(K6Process process, int port, K6ConsoleLog console, ISampleSink sink, Action<string> log, TimeProvider time, K6EngineOptions options)
    {
        (Process, _port, _console, _log, _time, _options) = (process, port, console, log, time, options);
        _reading = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        Rest = new K6Rest(port, time);
        _reader = new K6JsonReader(sink) { ForeignLine = console.Write };
        _read = Task.Run(ReadAsync);
    }

    public K6Process Process { get; }

    public K6Rest Rest { get; }

    /// <summary>Watches it until it ends, by itself or on request, and tells how it did. Then all that it measured is in the sink.</summary>
    public async Task<EngineOutcome> UntilEndedAsync(CancellationToken stop, CancellationToken kill)
    {
        using var asked = CancellationTokenSource.CreateLinkedTokenSource(stop, kill, _unreadable.Token);
        await Process.Exited.WaitAsync(asked.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var wasAsked = !Process.Exited.IsCompleted;
        var killed = wasAsked && await EndAsync(kill).ConfigureAwait(false);
        var outcome = await EndedAsync(wasAsked).ConfigureAwait(false);
        if (_readError is { } error)
            return new EngineOutcome(Succeeded: false, outcome.ExitCode, WorkerCause.EngineError, $"k6's samples could not be taken: {error.Message}");
        return killed
            ? new EngineOutcome(Succeeded: true, outcome.ExitCode, WorkerCause.Stopped, "k6 did not end in time when it was asked to, and was killed; what it had measured is kept.")
            : outcome;
    }

    /// <summary>Waits until it has ended and all is read, and tells how it ended.</summary>
    /// <param name="asked">Whether it had been asked to end.</param>
    public Task<EngineOutcome> EndedAsync(bool asked) => _ended ??= TakeLeaveAsync(asked);

    public void Dispose()
    {
        Rest.Dispose();
        Process.Dispose();
        _reading.Dispose();
        _unreadable.Dispose();
        LoopbackPorts.Release(_port);
    }

    private async Task<EngineOutcome> TakeLeaveAsync(bool asked)
    {
        await Process.Exited.ConfigureAwait(false);

        // The pipes end with the process, unless something that it started holds them open.
        _reading.CancelAfter(_options.DrainTime);
        await _read.ConfigureAwait(false);
        await Process.Errors.WaitAsync(_options.DrainTime, _time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_reader.OddLines > 0)
            _log(string.Create(CultureInfo.InvariantCulture, $"{_reader.OddLines} lines of k6's output could not be used, such as: {string.Join(" | ", _reader.OddExamples.Select(example => _console.Redactor.Redact(example, isCut: true)))}"));
        if (_reader.Truncated)
            _log("k6's output ended in the middle of a line.");
        _log(string.Create(CultureInfo.InvariantCulture, $"k6 ended with exit code {Process.ExitCode}; {_reader.Points} samples were taken."));
        return K6ExitCodes.Of(Process.ExitCode, _console.LastError, asked, _console.SaysOutOfMemory);
    }

    // Politely over REST, then by signal, then by force. True when force was needed.
    private async Task<bool> EndAsync(CancellationToken kill)
    {
        var stopping = TryStopAsync();
        if (!kill.IsCancellationRequested && !_unreadable.IsCancellationRequested)
        {
            using var atOnce = CancellationTokenSource.CreateLinkedTokenSource(kill, _unreadable.Token);
            await Process.HasExitedWithinAsync(_options.StopGrace, _time, atOnce.Token).ConfigureAwait(false);
        }

        // Whoever waited out the long grace gets no short one on top.
        if (kill.IsCancellationRequested || _unreadable.IsCancellationRequested)
            await Process.HasExitedWithinAsync(_options.KillGrace, _time, CancellationToken.None).ConfigureAwait(false);
        Process.AskToEnd();
        var killed = !await Process.HasExitedWithinAsync(_options.SignalGrace, _time, CancellationToken.None).ConfigureAwait(false);
        if (killed)
            Process.Kill();
        await stopping.ConfigureAwait(false);
        return killed;
    }

    private async Task TryStopAsync()
    {
        // A k6 that hangs does not answer; what follows does not wait for it.
        using var bound = new CancellationTokenSource(_options.StopGrace, _time);
        try
        {
            await Rest.StopAsync(bound.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is K6RestException or OperationCanceledException)
        {
            if (!Process.Exited.IsCompleted)
                _log($"k6 could not be asked to stop: {e.Message}");
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            await _reader.ReadAsync(Process.Output, _reading.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _log("k6's output was not closed in time; what had come of it is kept.");
        }
        catch (Exception e)
        {
            // A sink that takes no more, such as for want of memory: to go on would be load that nobody measures.
            _readError = e;
            await _unreadable.CancelAsync().ConfigureAwait(false);
        }
    }
}
