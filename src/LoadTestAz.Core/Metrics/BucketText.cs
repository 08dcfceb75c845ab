using System.Runtime.CompilerServices;
using System.Text.Json;

namespace LoadTestAz.Metrics;

/// <summary>Reads the buckets of a sketch as <see cref="MetricSetJson"/> has them: counts, some with a distance before them.</summary>
internal static class BucketText
{
    private const long MaxTenth = long.MaxValue / 10;

    /// <summary>The buckets, each once, in ascending order; their counts are at least 1.</summary>
    /// <param name="text">What <see cref="MetricSetWriter"/> wrote.</param>
    /// <param name="most">How many buckets there can be.</param>
    /// <param name="values">The sum of their counts.</param>
    /// <exception cref="JsonException">It is something else.</exception>
    /// <exception cref="OverflowException">A distance or the sum is too large.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (int Bucket, long Count)[] Parse(ReadOnlySpan<byte> text, int most, out long values)
    {
        var buckets = GC.AllocateUninitializedArray<(int Bucket, long Count)>(text.IsEmpty ? 0 : Math.Min(text.Count((byte)' ') + 1, most));
        values = 0;
        var (bucket, length, at) = (-1, 0, 0);
        while (at < text.Length)
        {
            var (distance, count) = (1L, TakeNumber(text, ref at));
            if (at < text.Length && text[at] == ':')
            {
                at++;
                (distance, count) = (count, TakeNumber(text, ref at));
            }

            if (length == buckets.Length || (at < text.Length && text[at] != ' '))
                throw Wrong();
            at++;
            bucket = checked(bucket + (int)distance);
            values = checked(values + count);
            buckets[length++] = (bucket, count);
        }

        return length == buckets.Length ? buckets : buckets[..length];
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long TakeNumber(ReadOnlySpan<byte> text, ref int at)
    {
        var number = 0L;
        for (; at < text.Length && (uint)(text[at] - '0') is <= 9 and var digit; at++)
            number = number < MaxTenth ? (number * 10) + digit : throw Wrong();
        return number > 0 ? number : throw Wrong();
    }

    private static JsonException Wrong() => new("the buckets of a distribution are no counts with distances, separated by blanks.");
}
