using System.Globalization;
using System.Management.Automation;
using LoadTestAz.Async;
using LoadTestAz.Merging;

namespace LoadTestAz.Commands;

/// <summary>How far a merge of files is, as one progress record.</summary>
internal sealed class FileMergeDisplay(PipelineOutput output)
{
    private const int Id = 0x4d657267;

    // Fewer bytes are read before anybody could see it.
    private const long WorthShowing = 256 << 20;

    /// <summary>Shows it.</summary>
    public void Show(FileMergeProgress progress)
    {
        if (progress.BytesInAll < WorthShowing)
            return;
        output.WriteProgress(new ProgressRecord(
            Id, "Merging", string.Create(CultureInfo.InvariantCulture, $"{progress.BytesRead / 1e6:#,0} of {progress.BytesInAll / 1e6:#,0} MB, {System.IO.Path.GetFileName(progress.Path)}"))
        {
            PercentComplete = (int)(100 * progress.BytesRead / progress.BytesInAll),
            RecordType = progress.BytesRead < progress.BytesInAll ? ProgressRecordType.Processing : ProgressRecordType.Completed,
        });
    }
}
