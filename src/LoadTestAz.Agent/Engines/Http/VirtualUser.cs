using System.Runtime.CompilerServices;
using LoadTestAz.Metrics;

namespace LoadTestAz.Agent.Engines.Http;

/// <summary>
/// One virtual user: sends the plan's requests over and over, one after the other, over connections of its own.
/// </summary>
/// <remarks>Source: https://github.com/grafana/k6/blob/v1.0.0/lib/executor/constant_vus.go (Run), internal/js/runner.go (RunOnce, runFn)</remarks>
internal sealed class VirtualUser(int index, LoadEnvironment environment) : IDisposable
{
    private readonly RequestSender _sender = new(index, environment);
    private readonly Sample[] _samples = new Sample[4];
    private volatile bool _active;

    /// <summary>True while it makes load: the gauge <c>vus</c> counts these.</summary>
    public bool IsActive => _active;

    /// <summary>Iterations that ran to their end.</summary>
    public long Complete { get; private set; }

    /// <summary>Iterations that the hard end cut off; 0 or 1.</summary>
    public long Interrupted { get; private set; }

    /// <param name="end">No iteration begins after it.</param>
    /// <param name="hardEnd">Cuts off the running one.</param>
    public async Task RunAsync(CancellationToken end, CancellationToken hardEnd)
    {
        using var deadline = new RequestDeadline(environment.Options.RequestTimeout, environment.Time, hardEnd);
        _active = true;
        try
        {
            while (!end.IsCancellationRequested)
                await IterateAsync(deadline, hardEnd);
        }
        finally
        {
            _active = false;
        }
    }

    public void Dispose() => _sender.Dispose();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    private async ValueTask IterateAsync(RequestDeadline deadline, CancellationToken hardEnd)
    {
        var started = environment.Time.GetTimestamp();
        _sender.ClearCookies();
        foreach (var request in environment.Requests)
        {
            if (!hardEnd.IsCancellationRequested)
                await _sender.SendAsync(request, deadline.Start(), hardEnd);
        }

        if (environment.Sleep > TimeSpan.Zero)
        {
            // Without an exception for each virtual user when the load is cut off.
            await Task.Delay(environment.Sleep, environment.Time, hardEnd).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        RecordIteration(environment.Time.GetElapsedTime(started), complete: !hardEnd.IsCancellationRequested);
    }

    private void RecordIteration(TimeSpan duration, bool complete)
    {
        // Bytes count for interrupted iterations too, as in k6.
        var (sent, received) = _sender.TakeTraffic();
        _samples[0] = new(BuiltInMetrics.DataSent, sent);
        _samples[1] = new(BuiltInMetrics.DataReceived, received);
        _samples[2] = new(BuiltInMetrics.IterationDuration, duration.TotalMilliseconds);
        _samples[3] = new(BuiltInMetrics.Iterations, 1);
        environment.Sink.Record(environment.Time.GetUtcNow(), environment.UserTags, _samples.AsSpan(0, complete ? 4 : 2));
        if (complete)
            Complete++;
        else
            Interrupted++;
    }
}
