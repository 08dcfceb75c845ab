using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Health;

/// <summary>Watches how hard an engine and its machine work while load is made. Whatever goes wrong here never costs the load.</summary>
/// <param name="probe">Where the figures come from.</param>
/// <param name="processId">The engine's process; null while there is none.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">Takes a line when the figures can't be had.</param>
internal sealed class HealthMonitor(IHealthProbe probe, Func<int?> processId, TimeProvider clock, Action<string> log)
{
    /// <summary>How often it looks: some tenths of a millisecond of CPU each time.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly object _lock = new();
    private readonly CpuMeter _engine = new(LoadTestWorkerHealth.CpuWindow);
    private readonly CpuMeter _machine = new(LoadTestWorkerHealth.CpuWindow);
    private readonly long _since = clock.GetTimestamp();
    private LoadTestWorkerHealth _health = new();
    private bool _hasFailed;

    /// <summary>Looks at once, every <see cref="Interval"/>, and once more at the end.</summary>
    /// <param name="over">The load has ended.</param>
    public async Task RunAsync(CancellationToken over)
    {
        // Off the caller's thread: the load begins at a common instant, and the first look takes the longest.
        await Task.Yield();
        Look();
        while (!over.IsCancellationRequested)
        {
            await Task.Delay(Interval, clock, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Look();
        }
    }

    /// <summary>What was seen so far.</summary>
    /// <param name="over">Nothing more will come: a load that was shorter than a window has its mean as its peak.</param>
    public LoadTestWorkerHealth Describe(bool over)
    {
        lock (_lock)
        {
            return _health with
            {
                MeanCpuShare = _engine.Mean,
                PeakCpuShare = _engine.Peak ?? (over ? _engine.Mean : null),
                MachineMeanCpuShare = _machine.Mean,
                MachinePeakCpuShare = _machine.Peak ?? (over ? _machine.Mean : null),
            };
        }
    }

    private void Look()
    {
        try
        {
            var reading = probe.Read(processId());
            lock (_lock)
                Take(reading, clock.GetElapsedTime(_since));
        }
        catch (Exception e)
        {
            if (!_hasFailed)
                log($"How hard this worker works could not be seen: {e.Message}");
            _hasFailed = true;
        }
    }

    private void Take(HealthReading reading, TimeSpan at)
    {
        _engine.Add(at, reading.EngineCpu, reading.EngineCores);
        _machine.Add(at, reading.MachineCpu, reading.MachineCores);
        _health = _health with
        {
            CpuLimitCores = reading.EngineCores ?? _health.CpuLimitCores,
            MemoryLimitBytes = reading.MemoryLimit ?? _health.MemoryLimitBytes,
            PeakMemoryBytes = Higher(_health.PeakMemoryBytes, reading.EngineMemory),
            MachinePeakMemoryBytes = Higher(_health.MachinePeakMemoryBytes, reading.MachineMemory),
        };
    }

    private static long? Higher(long? one, long? other) => one is null || other > one ? other ?? one : one;
}
