using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6.Files;

/// <summary>What was read from a raw file of k6.</summary>
/// <param name="Metrics">Its samples.</param>
/// <param name="Points">How many there are.</param>
/// <param name="Declarations">What it says of its metrics; nothing in a CSV.</param>
/// <param name="Guessed">The metrics of which nobody says what they are.</param>
/// <param name="Odd">The lines that could not be used.</param>
/// <param name="Truncated">True when it ends in the middle of a line or of a gzip member, as a killed k6 leaves it.</param>
internal sealed record RawFile(
    MetricSet Metrics,
    long Points,
    IReadOnlyList<K6MetricDeclaration> Declarations,
    IReadOnlyCollection<string> Guessed,
    OddLineLog Odd,
    bool Truncated);
