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
    /// <exception cref="JsonException">It is something else.</exception>
    /// <exception cref="OverflowException">A distance is too large.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static (int Bucket, long Count)[] Parse(ReadOnlySpan<byte> text, int most)
    {
        var buckets = new (int Bucket, long Count)[text.IsEmpty ? 0 : Math.Min(text.Count((byte)' ') + 1, most)];
        var (bucket, distance, number, length, at) = (-1, 0L, 0L, 0, 0);
        while (at < text.Length)
        {
            var c = text[at++];
            var digit = (uint)(c - '0');
            if (digit <= 9)
            {
                number = number < MaxTenth ? (number * 10) + digit : throw Wrong();
                if (at < text.Length)
                    continue;
                c = (byte)' ';
            }

            if (number == 0)
                throw Wrong();
            if (c == ':' && distance == 0 && at < text.Length)
            {
                distance = number;
            }
            else if (c == ' ' && length < buckets.Length)
            {
                bucket = checked(bucket + (int)Math.Max(1, distance));
                buckets[length++] = (bucket, number);
                distance = 0;
            }
            else
            {
                throw Wrong();
            }

            number = 0;
        }

        return length == buckets.Length ? buckets : buckets[..length];
    }

    /// <summary>That the text is something else.</summary>
    public static JsonException Wrong() => new("the buckets of a distribution are no counts with distances, separated by blanks.");
}
