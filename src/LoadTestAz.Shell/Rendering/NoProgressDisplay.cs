using System.Management.Automation;

namespace LoadTestAz.Shell.Rendering;

/// <summary>Shows nothing: the user said -NoProgress.</summary>
internal sealed class NoProgressDisplay : IProgressDisplay
{
    public void Show(ProgressRecord record)
    {
    }

    public void Hide()
    {
    }
}
