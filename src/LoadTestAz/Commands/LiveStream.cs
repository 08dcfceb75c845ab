using LoadTestAz.Async;
using LoadTestAz.Runs;

namespace LoadTestAz.Commands;

/// <summary>A run's progress as objects, as often as its workers report.</summary>
internal sealed class LiveStream(PipelineOutput output, TimeProvider clock)
{
    /// <summary>Workers write a snapshot so often.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private LoadTestRunProgress? _latest;
    private long? _written;

    /// <summary>Takes the state of the run.</summary>
    public void Show(LoadTestRunProgress progress)
    {
        _latest = progress;
        if (_written is not { } written || clock.GetElapsedTime(written) >= Interval)
            Write();
    }

    /// <summary>Writes how the run stood last, if that was not written yet.</summary>
    public void Close()
    {
        if (_latest is not null)
            Write();
    }

    private void Write()
    {
        output.WriteObject(_latest!);
        (_latest, _written) = (null, clock.GetTimestamp());
    }
}
