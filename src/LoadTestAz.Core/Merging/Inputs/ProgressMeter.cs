using System.Collections.Concurrent;

namespace LoadTestAz.Merging.Inputs;

/// <summary>Adds up how much of several files has been read.</summary>
internal sealed class ProgressMeter
{
    private readonly ConcurrentDictionary<string, long> _read = new(StringComparer.Ordinal);
    private readonly Action<FileMergeProgress>? _report;
    private readonly long _all;

    public ProgressMeter(IEnumerable<MergeSource> sources, Action<FileMergeProgress>? report)
    {
        _report = report;
        _all = sources.Sum(s => SizeOf(s.Path));
    }

    /// <summary>The size of a file, or of that which a link leads to; 0 when it is not there any more.</summary>
    public static long SizeOf(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return file.LinkTarget is null ? file.Length : new FileInfo(file.ResolveLinkTarget(returnFinalTarget: true)!.FullName).Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;
        }
    }

    /// <summary>Notes how much of a file has been read.</summary>
    public void Report(string path, long bytes)
    {
        _read[path] = bytes;
        _report?.Invoke(new(path, Math.Min(_all, _read.Values.Sum()), _all));
    }
}
