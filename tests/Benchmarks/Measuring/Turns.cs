namespace LoadTestAz.Benchmarks.Measuring;

/// <summary>Ways that are compared take turns, and each round begins with another one: so a busy moment of the machine meets them alike.</summary>
internal static class Turns
{
    /// <summary>All of them, in the order of that round.</summary>
    public static IEnumerable<T> Of<T>(IReadOnlyList<T> ways, int round) => ways.Skip(round % ways.Count).Concat(ways.Take(round % ways.Count));
}
