namespace LoadTestAz.Shell.SampleTargets;

/// <summary>Counts requests as they come and answers as they begin: each exactly once, from any thread.</summary>
internal sealed class RequestCounter
{
    private readonly long[] _requests = new long[SampleRoute.Names.Length];
    private readonly long[] _answers = new long[600];

    /// <summary>Counts a request.</summary>
    /// <returns>How many of this endpoint there are with it.</returns>
    public long CountRequest(SampleEndpoint endpoint) => Interlocked.Increment(ref _requests[(int)endpoint]);

    public void CountAnswer(int status) => Interlocked.Increment(ref _answers[status]);

    public SampleTargetStatistics Snapshot(string url, int port)
    {
        var byPath = Read(_requests).ToDictionary(c => SampleRoute.Names[c.Index], c => c.Count);
        return new SampleTargetStatistics
        {
            Url = url,
            Port = port,
            // The sum of what stands beside it, so that the figures agree also while requests come in.
            TotalRequests = byPath.Values.Sum(),
            ByPath = byPath,
            ByStatus = Read(_answers).ToDictionary(c => c.Index, c => c.Count),
        };
    }

    private static IEnumerable<(int Index, long Count)> Read(long[] counts)
    {
        for (int i = 0; i < counts.Length; i++)
        {
            if (Interlocked.Read(ref counts[i]) is > 0 and var count)
                yield return (i, count);
        }
    }
}
