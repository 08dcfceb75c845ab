using System.Management.Automation;

namespace LoadTestAz.Shell.Rendering;

/// <summary>
/// Progress in a log: the first record of each activity, then one line in a while, so that a CI job shows that it
/// lives and a long run does not fill the log.
/// </summary>
internal sealed class LogProgressDisplay(TextWriter writer, TimeProvider time) : IProgressDisplay
{
    /// <summary>The least time between two lines of one activity.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(30);

    private readonly Dictionary<(int Id, string Activity), long> _shownAt = [];

    public void Show(ProgressRecord record)
    {
        if (record.RecordType == ProgressRecordType.Completed)
            return;
        var key = (record.ActivityId, record.Activity);
        long now = time.GetTimestamp();
        if (_shownAt.TryGetValue(key, out long last) && time.GetElapsedTime(last, now) < Heartbeat)
            return;
        _shownAt[key] = now;
        writer.WriteLine(ProgressText.Plain(record));
        writer.Flush();
    }

    public void Hide()
    {
    }
}
