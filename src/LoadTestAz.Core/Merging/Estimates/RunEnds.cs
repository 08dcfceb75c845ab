using System.Runtime.CompilerServices;

namespace LoadTestAz.Merging.Estimates;

/// <summary>The most that each sample of all workers can be, sorted.</summary>
internal sealed class RunEnds
{
    private readonly double[] _highs;

    // How many samples there are up to the end of each run.
    private readonly long[] _counts;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public RunEnds(CountedSide[] workers)
    {
        var highs = new List<double>();
        var counts = new List<long>();
        foreach (var worker in workers)
        {
            var last = double.NaN;
            foreach (ref readonly var run in worker.Runs)
            {
                if (run.High == last)
                {
                    counts[^1] += run.Count;
                    continue;
                }

                last = run.High;
                highs.Add(last);
                counts.Add(run.Count);
            }
        }

        (_highs, _counts) = ([.. highs], [.. counts]);
        Array.Sort(_highs, _counts);
        for (var i = 1; i < _counts.Length; i++)
            _counts[i] += _counts[i - 1];
    }

    /// <summary>The most that the sample at a rank can be.</summary>
    public double At(long rank)
    {
        var index = Array.BinarySearch(_counts, rank + 1);
        return _highs[index < 0 ? ~index : index];
    }
}
