using System.Globalization;
using LoadTestAz.Agent.Engines.K6.Light;
using LoadTestAz.Merging.K6;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>One k6 from its start to its end: the process, its REST API, and the reading of its samples.</summary>
internal sealed class K6Session : IAsyncDisposable
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

    public K6Session(
        K6Process process, int port, K6ConsoleLog console, ISampleSink sink, Action<string> log, TimeProvider time, K6EngineOptions options, LightCapture? light = null)
    {
        Light = light;
        (Process, _port, _console, _log, _time, _options) = (process, port, console, log, time, options);
        _reading = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        Rest = new K6Rest(port, time);
        _reader = new K6JsonReader(sink) { ForeignLine = light is null ? console.Write : WriteUnlessProgress };
        _ = light?.Failure.ContinueWith(
            failure => GiveUp(failure.Exception!.InnerException!), CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        _read = Task.Factory.StartNew(ReadAsync, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    public K6Process Process { get; }

    public K6Rest Rest { get; }

    /// <summary>Cancelled when its samples can't be taken any more, so that it has to end.</summary>
    public CancellationToken Unreadable => _unreadable.Token;

    /// <summary>Where its samples come in when they come summed up; null for full capture.</summary>
    public LightCapture? Light { get; }

    /// <summary>Watches it until it ends, by itself or on request, and tells how it did. Then all that it measured is in the sink.</summary>
    public async Task<EngineOutcome> UntilEndedAsync(CancellationToken stop, CancellationToken kill)
    {
        using var asked = CancellationTokenSource.CreateLinkedTokenSource(stop, kill, _unreadable.Token);
        await Process.Exited.WaitAsync(asked.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var wasAsked = !Process.Exited.IsCompleted;
        var killed = wasAsked && await EndAsync(kill).ConfigureAwait(false);
        return await OutcomeAsync(wasAsked, killed).ConfigureAwait(false);
    }

    /// <summary>Waits until it has ended and all is read, and tells what that means for the worker.</summary>
    /// <param name="asked">Whether it had been asked to end.</param>
    /// <param name="killed">Whether it had to be killed for it.</param>
    public async Task<EngineOutcome> OutcomeAsync(bool asked, bool killed)
    {
        var outcome = await EndedAsync(asked).ConfigureAwait(false);
        if (_readError is { } error)
            return new EngineOutcome(Succeeded: false, outcome.ExitCode, WorkerCause.EngineError, $"k6's samples could not be taken: {error.Message}");
        return killed
            ? new EngineOutcome(Succeeded: true, outcome.ExitCode, WorkerCause.Stopped, "k6 did not end in time when it was asked to, and was killed; what it had measured is kept.")
            : outcome;
    }

    /// <summary>Waits until it has ended and all is read, and tells how it ended.</summary>
    /// <param name="asked">Whether it had been asked to end.</param>
    public Task<EngineOutcome> EndedAsync(bool asked) => _ended ??= TakeLeaveAsync(asked);

    public async ValueTask DisposeAsync()
    {
        if (Light is not null)
            await Light.DisposeAsync().ConfigureAwait(false);
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
        _log(string.Create(CultureInfo.InvariantCulture, $"k6 ended with exit code {Process.ExitCode}; {(Light is null ? $"{_reader.Points} samples were taken" : Light)}."));
        var message = Process.ExitCode == K6ExitCodes.MarkedAsFailed ? _console.FailMark ?? _console.LastError : _console.LastError;
        return K6ExitCodes.Of(Process.ExitCode, message, asked, _console.SaysOutOfMemory);
    }

    // Politely over REST, then by signal, then by force. True when force was needed.
    private async Task<bool> EndAsync(CancellationToken kill)
    {
        using var bound = new CancellationTokenSource(_options.StopGrace, _time);
        var stopping = TryStopAsync(bound.Token);
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

    /// <summary>Asks it to stop. One that hangs does not answer; then a line in the log says so.</summary>
    public async Task TryStopAsync(CancellationToken bound)
    {
        try
        {
            await Rest.StopAsync(bound).ConfigureAwait(false);
        }
        catch (Exception e) when (e is K6RestException or OperationCanceledException)
        {
            if (!Process.Exited.IsCompleted)
                _log($"k6 could not be asked to stop: {e.Message}");
        }
    }

    private void WriteUnlessProgress(string line)
    {
        if (!LightCapture.IsProgress(line))
            _console.Write(line);
    }

    private async Task ReadAsync()
    {
        try
        {
            await _reader.ReadAsync(new K6OutputPipe(Process.Output), _reading.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _log("k6's output was not closed in time; what had come of it is kept.");
        }
        catch (Exception e)
        {
            GiveUp(e);
        }
    }

    // A sink that takes no more, such as for want of memory: to go on would be load that nobody measures.
    private void GiveUp(Exception error)
    {
        _readError = error;
        _unreadable.Cancel();
    }
}
