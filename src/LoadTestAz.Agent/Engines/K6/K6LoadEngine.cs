using System.Globalization;
using LoadTestAz.Agent.Engines.K6.Light;
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
public sealed class K6LoadEngine : ILoadEngine, ISharedSetup
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
    private bool _leads;
    private Func<bool, CancellationToken, Task>? _loadEnded;

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
    public string Description => (_binary is null ? "k6" : $"k6 {_binary.VersionText}") + (IsLight ? ", light capture" : "");

    /// <inheritdoc/>
    public int? ProcessId => _session is { Process: { Exited.IsCompleted: false } k6 } ? k6.Id : null;

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
        if (IsLight && LightCapture.WhyNot(_binary) is { } reason)
            throw new EngineException(WorkerCause.EngineError, reason);
        _script = WorkerScript.For(_context, _binary.Version);
        if (!File.Exists(_script.Path))
            throw new EngineException(WorkerCause.ScriptError, $"The script '{_script.Path}' is not there.");
        if (_context.Worker.TestType is TestType.Browser)
            _browser = BrowserBinary.FindRequired(_context.Plan, Environment.GetEnvironmentVariable);

        // Who runs setup() is known at the go only. Nearly always it is the first worker, so its k6 is made for it.
        _leads = SetupPhase.LeadOf(_context.Plan, _context.Plan.Workers.Where(worker => worker.Vus > 0).Select(worker => worker.Index)) == _context.Worker.Index;
        await StartAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<SetupOutcome> SetUpAsync(Func<bool, CancellationToken, Task> loadEnded, CancellationToken cancellationToken)
    {
        var session = _session ?? throw new InvalidOperationException("The engine must be prepared before it runs setup().");
        if (!_leads)
        {
            _context.Log("The worker that was to run setup() takes no part. This one does it, and starts k6 anew for that.");
            _leads = true;
            await EndAsync(session).ConfigureAwait(false);
            session = await StartAsync(cancellationToken).ConfigureAwait(false);
        }

        _loadEnded = loadEnded;
        try
        {
            return new SetupOutcome(await session.Rest.RunSetupAsync(cancellationToken).ConfigureAwait(false), null);
        }
        catch (OperationCanceledException)
        {
            await QuitAsync(session).ConfigureAwait(false);
            throw;
        }
        catch (K6RestException e) when (e.Detail is { } detail)
        {
            await QuitAsync(session).ConfigureAwait(false);
            return new SetupOutcome(null, Named(K6ExitCodes.OfFailure(detail, K6ExitCodes.SetupTimeout)));
        }
        catch (K6RestException e)
        {
            // It died of it, which its exit code tells, or it hangs.
            if (!await session.Process.HasExitedWithinAsync(_options.KillGrace, _time, cancellationToken).ConfigureAwait(false))
                throw new EngineException(WorkerCause.EngineError, $"k6 could not run setup(): {e.Message}", e);
            var outcome = Named(await session.EndedAsync(asked: false).ConfigureAwait(false));
            return new SetupOutcome(null, outcome with { Succeeded = false, Cause = outcome.Cause is WorkerCause.None ? WorkerCause.EngineError : outcome.Cause, Detail = outcome.Detail ?? "k6 ended while it ran setup()." });
        }
    }

    /// <inheritdoc/>
    /// <exception cref="EngineException">k6 did not take them.</exception>
    public async Task TakeSetupDataAsync(string? data, CancellationToken cancellationToken)
    {
        var session = _session ?? throw new InvalidOperationException("The engine must be prepared before it takes what setup() returned.");
        try
        {
            await session.Rest.PutSetupDataAsync(data, cancellationToken).ConfigureAwait(false);
        }
        catch (K6RestException e)
        {
            throw new EngineException(WorkerCause.EngineError, $"k6 did not take what setup() returned: {e.Message}", e);
        }
    }

    // Until it is paused, everything else done.
    private async Task<K6Session> StartAsync(CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            _session = await StartAsync().ConfigureAwait(false);
            if (await IsPausedAsync(_session, cancellationToken).ConfigureAwait(false))
                return _session;

            // It has ended already: there is something wrong with the script, the plan, or the port.
            var outcome = Named(await _session.EndedAsync(asked: false).ConfigureAwait(false));
            await _session.DisposeAsync().ConfigureAwait(false);
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
        using var either = CancellationTokenSource.CreateLinkedTokenSource(stop, kill);
        try
        {
            await session.Rest.UnpauseAsync(either.Token).ConfigureAwait(false);
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

        var outcome = Lingers && _loadEnded is { } loadEnded
            ? await new K6Linger(session, loadEnded, _sink, _context.Log, _time, _options).UntilEndedAsync(stop, kill).ConfigureAwait(false)
            : await session.UntilEndedAsync(stop, kill).ConfigureAwait(false);
        return Named(session.Light is { } light ? light.Check(outcome, _summary) : outcome);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_session is { } session)
        {
            // Still there only when the load never began, or something threw: there is nothing to wait for.
            await EndAsync(session).ConfigureAwait(false);
        }

        _console.Dispose();
        K6Summary.RemoveSecrets(_summary);
    }

    // A k6 that lingers is asked to end by signal, which Windows does not have: there the worker that runs setup() leaves
    // teardown() to its k6, which runs it at the end of that worker's own load, without regard to the others.
    private bool Lingers => _leads && !OperatingSystem.IsWindows();

    // There will be no load. As after a setup() of its own, k6 writes what it has measured, and its summary.
    private async Task QuitAsync(K6Session session)
    {
        using var bound = new CancellationTokenSource(_options.KillGrace, _time);
        await session.TryStopAsync(bound.Token).ConfigureAwait(false);
        session.Process.AskToEnd();
        await session.Process.HasExitedWithinAsync(_options.KillGrace, _time, CancellationToken.None).ConfigureAwait(false);
    }

    private async Task EndAsync(K6Session session)
    {
        session.Process.Kill();
        await session.EndedAsync(asked: true).ConfigureAwait(false);
        await session.DisposeAsync().ConfigureAwait(false);
        _session = null;
    }

    private EngineOutcome Named(EngineOutcome outcome) => outcome with { Detail = ScriptPlaces.Shorten(outcome.Detail, _context.WorkFolder) };

    private bool IsLight => _context.Plan.Capture is LoadTestCapture.Light;

    private async Task<K6Session> StartAsync()
    {
        var port = LoopbackPorts.Take();
        var light = IsLight ? new LightCapture(_sink, _context.Plan, _time) : null;
        try
        {
            var shares = _context.Plan.SharesSetup && _context.ScriptFile is not null;
            var command = K6CommandLine.Of(
                _context.Plan, _context.Worker, _binary!.Version, new K6RunFiles(_script!.Path, _summary, port, _script.SetsOwnLoad, _browser, light?.Variables),
                setup: !shares, teardown: !shares || (_leads && !Lingers), linger: Lingers);
            var process = K6Process.Start(_program, command, _secrets, _context.WorkFolder, _console);
            return new K6Session(process, port, _console, _sink, _context.Log, _time, _options, light);
        }
        catch
        {
            if (light is not null)
                await light.DisposeAsync().ConfigureAwait(false);
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
