using System.Collections.Immutable;
using System.Text;

namespace LoadTestAz.Merging.K6;

/// <summary>Counts lines that could not be used, and keeps the first few to show.</summary>
internal sealed class OddLineLog
{
    private const int MaxExamples = 5;
    private const int MaxChars = 200;

    private long _count;

    public long Count => Volatile.Read(ref _count);

    /// <summary>Immutable, so that others may look at it while the stream goes on.</summary>
    public ImmutableList<OddLine> Examples { get; private set; } = [];

    public void Add(long number, ReadOnlySpan<byte> line)
    {
        Volatile.Write(ref _count, _count + 1);
        if (Examples.Count >= MaxExamples)
            return;

        // Four bytes a character at most. Control characters would change the terminal that shows the example.
        var text = Encoding.UTF8.GetString(line[..Math.Min(line.Length, 4 * MaxChars)]);
        Examples = Examples.Add(new(number, string.Concat(text.Take(MaxChars).Select(c => char.IsControl(c) ? '\uFFFD' : c))));
    }

    /// <summary>Takes what another log of the same stream holds.</summary>
    public void Merge(OddLineLog other)
    {
        Volatile.Write(ref _count, _count + other.Count);
        Examples = [.. Examples.Concat(other.Examples).OrderBy(e => e.Number).Take(MaxExamples)];
    }
}
