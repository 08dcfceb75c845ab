namespace LoadTestAz.Merging.K6.Summaries;

/// <summary>The shapes that k6 gives to the summary of a test.</summary>
internal enum SummaryKind
{
    /// <summary>The <c>data</c> of handleSummary.</summary>
    HandleSummary,

    /// <summary>What <c>--summary-export</c> writes.</summary>
    Export,

    /// <summary>Either of them with <c>--new-machine-readable-summary</c>.</summary>
    MachineReadable,
}
