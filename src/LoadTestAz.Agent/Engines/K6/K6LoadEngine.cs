using System.Globalization;
using LoadTestAz.Agent.Engines.K6.Scripts;
using LoadTestAz.Agent.Secrets;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>
/// k6 itself. It is started paused, so that everything that takes time is done before the common start, let go over its
/// REST API, and every sample that it writes goes into the sink as it comes; nothing is kept on disk but its console
/// log and its summary.
/// </summary>
public sealed class K6LoadEngine : ILoadEngine
{
    private const int PortAttempts = 3;

    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(50);

    private readonly EngineContext _context;
    private readonly string _program;
    private readonly TimeProvider _time;
    private readonly K6EngineOptions _options;
    private readonly WorkerSecrets _secrets;
    private readonly RunTagSink _sink;
    private readonly K6ConsoleLog _console;
    private readonly string _summary;
    private K6Binary? _binary;
    private WorkerScript? _script;
    private string? _browser;
    private K6Session? _session;

    /// <param name="context">The plan, this worker's share of it, and where samples and log lines go.</param>
    /// <param name="program">k6.</param>
    /// <param name="time">The clock.</param>
    /// <param name="options">Other bounds; null for the defaults.</param>
    public K6LoadEngine(EngineContext context, string program, TimeProvider time, K6EngineOptions? options = null)
    {
        (_context, _program, _time, _options) = (context, program, time, options ?? new K6EngineOptions());
        _secrets = context.Secrets ?? WorkerSecrets.None;
        _sink = new RunTagSink(context.Sink, context.Plan.Tags);
        _summary = Path.Combine(context.WorkFolder, "summary.json");
        _console = new K6ConsoleLog(Path.Combine(context.WorkFolder, "k6_console.log"), _options.ConsoleBound, new SecretRedactor(_secrets));
    }

    /// <inheritdoc/>
    public string Description => _binary is null ? "k6" : $"k6 {_binary.VersionText}";

    /// <inheritdoc/>
    public IReadOnlyList<EngineFile> Files =>
    [
        .. new[]
        {
            new EngineFile(string.Create(CultureInfo.InvariantCulture, $"k6_console_{_context.Worker.Index}.log"), _console.Path),
            new EngineFile(string.Create(CultureInfo.InvariantCulture, $"summary_{_context.Worker.Index}.json"), _summary),
        }.Where(file => File.Exists(file.Path)),
    ];

    /// <inheritdoc/>
    /// <exception cref="EngineException">There is no usable k6, or it does not take the script; the message has k6's own words.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        _binary = await K6Binary.OpenAsync(_program, _time, cancellationToken).ConfigureAwait(false);
        _script = WorkerScript.For(_context, _binary.Version);
        if (!File.Exists(_script.Path))
            throw new EngineException(WorkerCause.ScriptError, $"The script '{_script.Path}' is not there.");
        if (_context.Worker.TestType is TestType.Browser)
            _browser = BrowserBinary.FindRequired(_context.Plan, Environment.GetEnvironmentVariable);
        for (var attempt = 1; ; attempt++)
        {
            _session = Start();
            if (await IsPausedAsync(_session, cancellationToken).ConfigureAwait(false))
                return;

            // It has ended already: there is something wrong with the script, the plan, or the port.
            var outcome = await _session.EndedAsync(asked: false).ConfigureAwait(false);
            _session.Dispose();
            _session = null;
            if (outcome.ExitCode != K6ExitCodes.CannotStartRestApi || attempt == PortAttempts)
                throw new EngineException(outcome.Cause is WorkerCause.None ? WorkerCause.EngineError : outcome.Cause, outcome.Detail ?? "k6 ended before the start.");
        }
    }

    /// <inheritdoc/>
    public async Task<EngineOutcome> RunAsync(CancellationToken stop, CancellationToken kill)
    {
        var session = _session ?? throw new InvalidOperationException("The engine must be prepared before it runs.");
        _sink.StartedAt = _time.GetUtcNow();
        try
        {
            await session.Rest.UnpauseAsync(kill).ConfigureAwait(false);
            _context.Log(string.Create(CultureInfo.InvariantCulture, $"k6 was let go within {(_time.GetUtcNow() - _sink.StartedAt).TotalMilliseconds:0} ms."));
        }
        catch (K6RestException e)
        {
            // It died while it waited, which its exit code tells, or it hangs.
            _context.Log(e.Message);
            if (!await session.Process.HasExitedWithinAsync(_options.KillGrace, _time, kill).ConfigureAwait(false))
            {
                session.Process.Kill();
                await session.EndedAsync(asked: true).ConfigureAwait(false);
                return new EngineOutcome(false, session.Process.ExitCode, WorkerCause.EngineError, $"k6 could not be let go: {e.Message}");
            }
        }
        catch (OperationCanceledException)
        {
            // Ended below.
        }

        return await session.UntilEndedAsync(stop, kill).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_session is { } session)
        {
            // Still there only when the load never began, or something threw: there is nothing to wait for.
            session.Process.Kill();
            await session.EndedAsync(asked: true).ConfigureAwait(false);
            session.Dispose();
            _session = null;
        }

        _console.Dispose();
        K6Summary.RemoveSecrets(_summary);
    }

    private K6Session Start()
    {
        var port = LoopbackPorts.Take();
        try
        {
            var command = K6CommandLine.Of(_context.Plan, _context.Worker, _binary!.Version, new K6RunFiles(_script!.Path, _summary, port, _script.SetsOwnLoad, _browser));
            var process = K6Process.Start(_program, command, _secrets, _context.WorkFolder, _console);
            return new K6Session(process, port, _console, _sink, _context.Log, _time, _options);
        }
        catch
        {
            LoopbackPorts.Release(port);
            throw;
        }
    }

    // False when it has ended instead.
    private async Task<bool> IsPausedAsync(K6Session session, CancellationToken cancellationToken)
    {
        var bound = _context.Plan.Execution.StartTimeout;
        var since = _time.GetTimestamp();
        while (_time.GetElapsedTime(since) < bound)
        {
            if (session.Process.Exited.IsCompleted)
                return false;
            if (await session.Rest.TryGetStatusAsync(cancellationToken).ConfigureAwait(false) is { IsReady: true } && !session.Process.Exited.IsCompleted)
                return true;
            await Task.Delay(PollInterval, _time, cancellationToken).ConfigureAwait(false);
        }

        throw new EngineException(WorkerCause.EngineError, $"k6 was not ready within {bound.TotalSeconds:0} s; what it said last: {_console.LastLine ?? "nothing"}");
    }
}
