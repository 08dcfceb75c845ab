using BenchmarkDotNet.Attributes;
using LoadTestAz.Metrics;

namespace LoadTestAz.Benchmarks.Parts;

/// <summary>Counting values, and adding up what was counted.</summary>
[MemoryDiagnoser]
public class SketchParts
{
    private const int Values = 100_000;

    private readonly double[] _values = new double[Values];
    private readonly LatencySketch _one = new();
    private readonly LatencySketch _other = new();

    [GlobalSetup]
    public void Fill()
    {
        var random = new Random(1);
        for (var i = 0; i < Values; i++)
        {
            _values[i] = 5 * Math.Exp(3 * random.NextDouble() * random.NextDouble());
            _one.Add(_values[i]);
            _other.Add(2 * _values[i]);
        }
    }

    [Benchmark(OperationsPerInvoke = Values)]
    public long Add()
    {
        var sketch = new LatencySketch();
        foreach (var value in _values)
            sketch.Add(value);
        return sketch.Count;
    }

    [Benchmark]
    public long Merge()
    {
        var sketch = new LatencySketch();
        sketch.Merge(_one);
        sketch.Merge(_other);
        return sketch.Count;
    }

    [Benchmark]
    public double Percentile() => _one.Percentile(99);

    [Benchmark(OperationsPerInvoke = Values)]
    public double ExactSum()
    {
        var sum = new ExactSum();
        foreach (var value in _values)
            sum.Add(value);
        return sum.Value;
    }
}
