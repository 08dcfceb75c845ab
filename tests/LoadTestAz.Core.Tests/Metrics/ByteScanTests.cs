using CsCheck;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Metrics;

public sealed class ByteScanTests
{
    // Few different bytes, so that most comparisons get far; lengths around one, two and four vectors.
    private static readonly Gen<byte[]> Bytes = Gen.Int[0, 4].Select(i => "aaab\n"u8[i]).Array[0, 140];

    [Fact]
    public void Finds_and_counts_what_the_library_does() => Gen.Select(Bytes, Gen.Int[0, 8]).Sample((bytes, from) =>
    {
        var text = bytes.AsSpan(Math.Min(from, bytes.Length));
        Assert.Equal(text.Count((byte)'\n'), ByteScan.CountLineFeeds(text));
        Assert.Equal(OrLength(text.IndexOf((byte)'\n'), text), ByteScan.LineEnd(text));
        Assert.Equal(OrLength(text.IndexOfAny((byte)'b', (byte)'\n'), text), ByteScan.IndexOf(text, (byte)'b', (byte)'\n'));
    });

    [Fact]
    public void Is_equal_where_the_library_says_so() => Gen.Select(Bytes, Gen.Int[0, 8], Gen.Int[0, 200], Gen.Bool).Sample((bytes, from, at, longer) =>
    {
        var text = bytes.AsSpan(Math.Min(from, bytes.Length));
        Assert.True(ByteScan.Equal(text, text.ToArray()));
        byte[] other = longer ? [.. text, (byte)'a'] : [.. text];
        if (at < other.Length)
            other[at] ^= 1;
        Assert.Equal(text.SequenceEqual(other), ByteScan.Equal(text, other));
        Assert.Equal(text.SequenceEqual(other), ByteScan.Equal(other, text));
    });

    private static int OrLength(int found, ReadOnlySpan<byte> text) => found < 0 ? text.Length : found;
}
