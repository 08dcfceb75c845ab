namespace LoadTestAz.Merging;

/// <summary>What a file that is merged holds, from the best source of figures to the poorest.</summary>
public enum LoadTestSourceKind
{
    /// <summary>Every sample, as k6 writes it for <c>--out json</c>.</summary>
    K6Json,

    /// <summary>Every sample, as k6 writes it for <c>--out csv</c>: six decimals, and no types of metrics.</summary>
    K6Csv,

    /// <summary>A worker's counts and sketches: <c>metrics_&lt;i&gt;.json.gz</c> of a run, or its last snapshot.</summary>
    Metrics,

    /// <summary>An earlier merged result, with all that it was made of.</summary>
    Result,

    /// <summary>The <c>data</c> of k6's handleSummary.</summary>
    K6Summary,

    /// <summary>What k6 writes for <c>--summary-export</c>.</summary>
    K6SummaryExport,

    /// <summary>What k6 writes with <c>--new-machine-readable-summary</c>.</summary>
    K6MachineReadableSummary,
}
