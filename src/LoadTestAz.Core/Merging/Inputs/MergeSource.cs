using LoadTestAz.Merging.K6.Summaries;
using LoadTestAz.Merging.Results;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.Inputs;

/// <summary>A file on its way into a merge.</summary>
internal sealed class MergeSource(string path)
{
    private readonly List<string> _notes = [];

    public string Path { get; } = path;

    /// <summary>What it holds; null when it is damaged beyond telling.</summary>
    public LoadTestSourceKind? Kind { get; set; }

    /// <summary>How a raw file begins; see <see cref="RecognizedInput"/>.</summary>
    public RawBeginning? Beginning { get; set; }

    /// <summary>The content of a summary.</summary>
    public K6Summary? Summary { get; set; }

    /// <summary>What tells its content from that of other files.</summary>
    public SourceIdentity? Identity { get; set; }

    public bool Used { get; set; }

    /// <summary>True when its content, or its worker's, counts already, from another file elsewhere.</summary>
    public bool IsCopy { get; private set; }

    /// <summary>True when it ends too early.</summary>
    public bool Truncated { get; set; }

    public long? Samples { get; set; }

    /// <summary>The content of metrics that were read already.</summary>
    public MetricSet? Metrics { get; init; }

    /// <summary>The content of an earlier result.</summary>
    public MergedData? Earlier { get; set; }

    /// <summary>What an earlier result says of its run.</summary>
    public EarlierVerdict? Verdict { get; set; }

    public IReadOnlyList<string> Notes => _notes;

    public bool IsRaw => Kind is LoadTestSourceKind.K6Json or LoadTestSourceKind.K6Csv;

    public bool IsSummary => Kind is LoadTestSourceKind.K6Summary or LoadTestSourceKind.K6SummaryExport or LoadTestSourceKind.K6MachineReadableSummary;

    /// <summary>True once it has been compared with the files that lie with it.</summary>
    public bool IsReviewed { get; set; }

    /// <summary>Forgets what an earlier reading noted.</summary>
    public void Reset()
    {
        if (Kind is not null)
            _notes.Clear();
        (Used, Truncated, IsCopy, IsReviewed, Samples, Earlier, Verdict) = (false, false, false, false, null, null, null);
    }

    /// <summary>Notes what a reader of the result has to know of it.</summary>
    public void Note(string text) => _notes.Add(text);

    /// <summary>Notes that its content counts already.</summary>
    public void NoteCopyOf(string path)
    {
        IsCopy = true;
        Note($"Its content is that of '{path}', and is not counted again.");
    }

    /// <summary>Notes that another file of its worker counts.</summary>
    public void NoteSameWorker(string path)
    {
        IsCopy = true;
        Note($"Not needed: '{path}' of the same worker counts.");
    }

    public LoadTestSource Describe(string worker) => new()
    {
        Path = Path,
        Kind = Kind,
        Worker = worker,
        Used = Used,
        Samples = Samples,
        Detail = _notes.Count == 0 ? null : string.Join(' ', _notes),
    };
}
