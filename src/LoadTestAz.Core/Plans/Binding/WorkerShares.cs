namespace LoadTestAz.Plans.Binding;

/// <summary>Divides virtual users, or what else can only be whole, so that none is lost.</summary>
public static class WorkerShares
{
    /// <summary>Shares of workers that differ by at most one; the larger ones first.</summary>
    /// <param name="vus">VUs in all.</param>
    /// <param name="perWorker">VUs on one worker at most.</param>
    public static IReadOnlyList<int> Spread(int vus, int perWorker)
    {
        var workers = Count(vus, perWorker);
        return [.. Enumerable.Range(0, workers).Select(i => (vus / workers) + (i < vus % workers ? 1 : 0))];
    }

    /// <summary>How many workers it takes: VUs by VUs per worker, rounded up.</summary>
    public static int Count(int vus, int perWorker) => (int)(((long)vus + perWorker - 1) / perWorker);

    /// <summary>Divides VUs in proportion to weights, by largest remainder; of equal remainders the first.</summary>
    /// <param name="vus">VUs in all.</param>
    /// <param name="weights">Not negative, and not all zero.</param>
    public static int[] Divide(int vus, IReadOnlyList<double> weights)
    {
        var sum = weights.Sum();
        var exact = weights.Select(weight => vus * (weight / sum)).ToArray();
        var shares = exact.Select(share => (int)Math.Floor(share)).ToArray();
        var left = vus - shares.Sum();
        foreach (var i in Enumerable.Range(0, shares.Length).OrderByDescending(i => exact[i] - shares[i]).Take(left))
            shares[i]++;
        return shares;
    }
}
