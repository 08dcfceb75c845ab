using System.Globalization;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Engines.Http;

/// <summary>
/// The built-in engine for machines without k6: the requests of a plan as k6's constant-vus executor would send them,
/// with k6's metrics, tags and error codes. All that a request costs is measured; none is dropped or made up.
/// </summary>
/// <remarks>
/// A closed model: a virtual user sends its next request when the last one is answered, so a slow target is asked less
/// often, and its latencies are those that users of this number would see (coordinated omission, as in k6's default).
/// </remarks>
public sealed class HttpLoadEngine : ILoadEngine
{
    /// <summary>How often <c>vus</c> and <c>vus_max</c> are recorded. Source: k6 internal/execution/scheduler.go, emitVUsAndVUsMax.</summary>
    public static readonly TimeSpan VusInterval = TimeSpan.FromSeconds(1);

    // Source: https://github.com/grafana/k6/blob/v1.0.0/errext/exitcodes/codes.go
    private const int ExitStoppedByRequest = 103;
    private const int ExitInterrupted = 105;
    private const int ExitPanic = 109;

    private static readonly string Version = typeof(HttpLoadEngine).Assembly.GetName().Version!.ToString(fieldCount: 3);

    private readonly EngineContext _context;
    private readonly TimeProvider _time;
    private readonly HttpLoadEngineOptions _options;
    private LoadEnvironment? _environment;
    private VirtualUser[] _users = [];

    /// <param name="context">The plan, this worker's share of it, and where samples and log lines go.</param>
    /// <param name="time">The clock.</param>
    /// <param name="options">Other bounds than k6's; null for the defaults.</param>
    public HttpLoadEngine(EngineContext context, TimeProvider time, HttpLoadEngineOptions? options = null)
    {
        (_context, _time) = (context, time);
        _options = options ?? new HttpLoadEngineOptions();
    }

    /// <inheritdoc/>
    public string Description => $"http {Version}";

    /// <inheritdoc/>
    /// <exception cref="NotSupportedException">The plan asks for what only k6 can do; the message says what.</exception>
    public Task PrepareAsync(CancellationToken cancellationToken)
    {
        var requests = PlanRequests.Of(_context);
        _environment = new LoadEnvironment(_context, requests, $"LoadTestAz/{Version}", _time, _options);
        _users = [.. Enumerable.Range(0, _context.Worker.Vus).Select(i => new VirtualUser(i, _environment))];
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public async Task<EngineOutcome> RunAsync(CancellationToken stop, CancellationToken kill)
    {
        var environment = _environment ?? throw new InvalidOperationException("The engine must be prepared before it runs.");

        // As k6's getDurationContexts: no iteration begins after the end, and the running ones may go on until the hard end.
        using var hardEnd = new CancellationTokenSource(Timeout.InfiniteTimeSpan, _time);
        using var end = new CancellationTokenSource(_context.Plan.Duration, _time);
        using var grace = end.Token.UnsafeRegister(_ => hardEnd.CancelAfter(_options.GracefulStop), null);
        var cutShort = false;
        using var stopping = stop.UnsafeRegister(
            _ =>
            {
                EndNow();
                hardEnd.CancelAfter(_options.StopGrace);
            },
            null);
        using var killing = kill.UnsafeRegister(
            _ =>
            {
                EndNow();
                hardEnd.Cancel();
            },
            null);

        using var ticks = new PeriodicTimer(VusInterval, _time);
        var sampling = SampleVusAsync(ticks, environment);
        try
        {
            var users = Task.WhenAll(_users.Select(user => Task.Run(() => RunUserAsync(user, end, hardEnd))));
            await users.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            ticks.Dispose();
            await Task.WhenAll(users, sampling);
        }
        catch (Exception e)
        {
            _context.Log($"The load ended with an error: {e}");
            return new EngineOutcome(Succeeded: false, ExitPanic, WorkerCause.EngineError, e.Message);
        }
        finally
        {
            environment.Errors.WriteCounts();
            CloseConnections();
        }

        var (complete, interrupted) = (_users.Sum(u => u.Complete), _users.Sum(u => u.Interrupted));
        var detail = string.Create(CultureInfo.InvariantCulture, $"{complete} complete and {interrupted} interrupted iterations.");
        var early = Volatile.Read(ref cutShort);
        return kill.IsCancellationRequested && (early || interrupted > 0) ? new(Succeeded: true, ExitInterrupted, WorkerCause.Stopped, detail)
            : early ? new(Succeeded: true, ExitStoppedByRequest, WorkerCause.Stopped, detail)
            : new(Succeeded: true, ExitCode: 0, WorkerCause.None, detail);

        void EndNow()
        {
            if (!end.IsCancellationRequested)
                Volatile.Write(ref cutShort, true);
            end.Cancel();
        }
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        CloseConnections();
        return ValueTask.CompletedTask;
    }

    // A virtual user does not fail because of the target; if it does for another reason, such as a sink that can't write,
    // the load is no longer the one that was planned.
    private static async Task RunUserAsync(VirtualUser user, CancellationTokenSource end, CancellationTokenSource hardEnd)
    {
        try
        {
            await user.RunAsync(end.Token, hardEnd.Token);
        }
        catch
        {
            end.Cancel();
            hardEnd.Cancel();
            throw;
        }
    }

    private async Task SampleVusAsync(PeriodicTimer ticks, LoadEnvironment environment)
    {
        while (await ticks.WaitForNextTickAsync())
        {
            var active = _users.Count(user => user.IsActive);
            Sample[] samples = [new(BuiltInMetrics.Vus, active), new(BuiltInMetrics.VusMax, _users.Length)];
            environment.Sink.Record(_time.GetUtcNow(), environment.RunTags, samples);
        }
    }

    private void CloseConnections()
    {
        foreach (var user in _users)
            user.Dispose();
    }
}
