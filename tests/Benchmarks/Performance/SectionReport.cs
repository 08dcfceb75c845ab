namespace LoadTestAz.Benchmarks.Performance;

/// <summary>What a section of the report says.</summary>
/// <param name="Markdown">How it was measured, tables, and what limits it; without a heading.</param>
/// <param name="Targets">The aims that it was measured for.</param>
internal sealed record SectionReport(string Markdown, IReadOnlyList<Target> Targets)
{
    /// <summary>Pictures to be written beside the report, by file name; the Markdown refers to them as <c>performance/NAME</c>.</summary>
    public IReadOnlyDictionary<string, string> Pictures { get; init; } = new Dictionary<string, string>();
}
