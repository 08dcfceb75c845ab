using System.Management.Automation;

namespace LoadTestAz.Shell.Rendering;

/// <summary>Shows progress. The caller holds the lock of the output while it calls.</summary>
internal interface IProgressDisplay
{
    /// <summary>A record came.</summary>
    void Show(ProgressRecord record);

    /// <summary>Other text is about to be written, or the command has ended: clear the line.</summary>
    void Hide();
}
