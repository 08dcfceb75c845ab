using System.Globalization;

namespace LoadTestAz.Merging.K6;

/// <summary>A line that could not be used.</summary>
/// <param name="Number">1-based.</param>
/// <param name="Text">How it begins.</param>
internal readonly record struct OddLine(long Number, string Text)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"line {Number}: {Text}");
}
