using System.Management.Automation;

namespace LoadTestAz.Shell.Rendering;

/// <summary>Progress on a terminal: one line, redrawn in place, gone when the work is done.</summary>
internal sealed class TerminalProgressDisplay(TextWriter writer, Func<int> width, TimeProvider time) : IProgressDisplay
{
    /// <summary>A person reads no faster; a loop may well write faster.</summary>
    private static readonly TimeSpan RedrawInterval = TimeSpan.FromMilliseconds(100);

    private bool _isShown;
    private long? _drawnAt;

    public void Show(ProgressRecord record)
    {
        if (record.RecordType == ProgressRecordType.Completed)
        {
            Hide();
            _drawnAt = null;
            return;
        }

        long now = time.GetTimestamp();
        if (_drawnAt is { } drawn && time.GetElapsedTime(drawn, now) < RedrawInterval)
            return;
        _drawnAt = now;
        _isShown = true;
        writer.Write(Ansi.EraseLine + ProgressText.Bar(record, width()));
        writer.Flush();
    }

    public void Hide()
    {
        if (!_isShown)
            return;
        _isShown = false;
        writer.Write(Ansi.EraseLine);
        writer.Flush();
    }
}
