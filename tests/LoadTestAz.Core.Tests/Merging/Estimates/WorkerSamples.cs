namespace LoadTestAz.Core.Tests.Merging.Estimates;

/// <summary>Samples of several workers, of every kind that a load test, or an adversary, can come up with.</summary>
internal static class WorkerSamples
{
    public static readonly string[] Kinds =
    [
        "lognormal", "pareto", "one slow in ten", "died early", "tiny", "constant", "bimodal", "few values", "negative", "all magnitudes", "any number", "cliff", "mixed",
    ];

    public static double[][] Draw(string kind, Random random)
    {
        var workers = random.Next(8) switch { 0 => 1, 1 => random.Next(10, 30), _ => random.Next(2, 8) };
        var shared = random.NextDouble();
        return [.. Enumerable.Range(0, workers).Select(i => Worker(kind == "mixed" ? Kinds[random.Next(Kinds.Length - 1)] : kind, i, shared, random))];
    }

    private static double[] Worker(string kind, int index, double shared, Random random)
    {
        var count = kind switch
        {
            "tiny" => random.Next(4),
            "few values" => random.Next(1, 12),
            "died early" when index == 0 => random.Next(6),
            "cliff" => random.Next(2, 60),
            _ => (int)Math.Pow(10, random.NextDouble() * 3),
        };
        var scale = kind == "one slow in ten" && index % 10 == 9 ? 50 : 1 + random.NextDouble();

        // Where a percentile lies between two ranks, everything may change: the worst there is for whoever has to guess.
        var cliff = (int)Math.Floor((shared < 0.5 ? 0.5 : 0.95) * (count - 1)) + random.Next(2);
        var samples = new double[count];
        for (var i = 0; i < count; i++)
        {
            var normal = Normal(random);
            samples[i] = kind switch
            {
                "lognormal" or "died early" or "one slow in ten" => scale * Math.Exp(3 + normal),
                "pareto" => scale * 0.5 / Math.Pow(1 - random.NextDouble(), 1 / 0.6),
                "constant" => shared < 0.3 ? 7.25 : 7.25 + index,
                "bimodal" => random.NextDouble() < shared ? 1 + (0.1 * normal) : 500 + normal,
                "few values" or "tiny" => random.Next(shared < 0.5 ? 3 : 100),
                "negative" => scale * normal * 10,
                "all magnitudes" => normal * Math.Pow(10, random.Next(-12, 12)),
                "any number" => AnyNumber(random),
                "cliff" => i <= cliff ? shared < 0.25 ? i / 10.0 : 0 : shared < 0.75 ? 100 : 100 + i,
                _ => throw new ArgumentOutOfRangeException(nameof(kind)),
            };
        }

        return samples;
    }

    // Up to a size that k6's own arithmetic stands, down to the smallest there are.
    private static double AnyNumber(Random random)
    {
        while (true)
        {
            var number = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (Math.Abs(number) < 1e305)
                return number;
        }
    }

    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
