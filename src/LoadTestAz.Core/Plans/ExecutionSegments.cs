using System.Globalization;

namespace LoadTestAz.Plans;

/// <summary>
/// k6's notation for a worker's part of the whole: <c>5/13:9/13</c> is what lies between the two fractions.
/// Workers of one type share the whole among themselves, each in proportion to its VUs.
/// </summary>
/// <seealso href="https://github.com/grafana/k6/blob/v2.2.0/lib/execution_segment.go"/>
public static class ExecutionSegments
{
    /// <summary>The segments of workers with these VUs: adjacent, and together exactly 0 to 1.</summary>
    /// <param name="vus">VUs of each worker, at least one each.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<int> vus)
    {
        var cuts = Cuts(vus);
        return [.. vus.Select((_, i) => $"{cuts[i]}:{cuts[i + 1]}")];
    }

    /// <summary>
    /// The whole sequence, such as <c>0,5/13,9/13,1</c>, for the plan's workers of that type. k6 needs it beside the
    /// segment: without it, it rounds each worker's share by itself, and the shares don't add up. Workers whose share was
    /// given to others have no part in it.
    /// </summary>
    public static string SequenceOf(LoadTestPlan plan, TestType type) =>
        string.Join(',', Cuts([.. plan.Workers.Where(worker => worker.TestType == type && worker.Vus > 0).Select(worker => worker.Vus)]));

    private static List<string> Cuts(IReadOnlyList<int> vus)
    {
        var total = vus.Sum(v => (long)v);
        var cuts = new List<string>(vus.Count + 1) { "0" };
        var upTo = 0L;
        foreach (var share in vus)
            cuts.Add(Fraction(upTo += share, total));
        return cuts;
    }

    private static string Fraction(long numerator, long denominator)
    {
        var (a, b) = (numerator, denominator);
        while (b != 0)
            (a, b) = (b, a % b);
        return denominator == a
            ? (numerator / a).ToString(CultureInfo.InvariantCulture)
            : string.Create(CultureInfo.InvariantCulture, $"{numerator / a}/{denominator / a}");
    }
}
