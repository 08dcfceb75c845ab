using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.Figures;

/// <summary>
/// A distribution in ranges few enough to be drawn, on a scale where each is larger than the one before by about the same
/// factor. Ranges end where the sketch's own buckets do, so that none has to be divided, and their counts are exact.
/// </summary>
internal static class Histogram
{
    /// <summary>So many ranges at most on either side of zero.</summary>
    public const int MaxRanges = 96;

    private const int FinestPerOctave = 16;

    /// <summary>The ranges that hold something, in ascending order.</summary>
    public static LoadTestBucket[] Of(LatencySketch sketch)
    {
        var zeros = sketch.Zeros > 0 ? new[] { new LoadTestBucket(0, 0, sketch.Zeros) } : [];
        return [.. Side(sketch, negative: true).Select(b => new LoadTestBucket(-b.To, -b.From, b.Count)).Reverse(), .. zeros, .. Side(sketch, negative: false)];
    }

    private static IEnumerable<LoadTestBucket> Side(LatencySketch sketch, bool negative)
    {
        var buckets = sketch.Buckets(negative).ToList();
        if (buckets.Count == 0)
            return [];
        var octaves = (buckets[^1].Bucket >> sketch.Precision) - (buckets[0].Bucket >> sketch.Precision) + 1;
        var perOctave = FinestPerOctave;
        while (perOctave > 1 && octaves * perOctave > MaxRanges)
            perOctave /= 2;
        var joined = 0;
        while (octaves >> joined >= MaxRanges)
            joined++;

        // Where an octave is cut: the nearest buckets to equal factors.
        var size = 1 << sketch.Precision;
        var cuts = Enumerable.Range(0, perOctave).Select(i => (int)Math.Round(size * (Math.Pow(2, (double)i / perOctave) - 1))).ToArray();
        return buckets.GroupBy(b => RangeOf(b.Bucket), b => b.Count).Select(range => new LoadTestBucket(LowestOf(range.Key), LowestOf(range.Key + 1), range.Sum()));

        int RangeOf(int bucket)
        {
            var octave = bucket >> sketch.Precision;
            return joined > 0 ? octave >> joined : (octave * perOctave) + Array.FindLastIndex(cuts, cut => cut <= (bucket & (size - 1)));
        }

        double LowestOf(int range) => BucketScale.EdgesOf(FirstOf(range), sketch.Precision).Low;

        int FirstOf(int range) => joined > 0 ? range << joined << sketch.Precision : ((range / perOctave) << sketch.Precision) + cuts[range % perOctave];
    }
}
