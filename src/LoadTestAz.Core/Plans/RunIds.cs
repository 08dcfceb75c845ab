using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;

namespace LoadTestAz.Plans;

/// <summary>Makes and checks run ids: a run id begins container group names and is the prefix of all of a run's blobs.</summary>
public static partial class RunIds
{
    // No 0, 1, i, l, o: people read run ids to each other.
    private const string Alphabet = "23456789abcdefghjkmnpqrstuvwxyz";
    private const int RandomLength = 6;

    /// <summary>A new run id such as <c>lt-20261123-014512-x7k2qd</c>: UTC to the second, then one of 887 million.</summary>
    public static string Create(TimeProvider time, Random random)
    {
        var now = time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture);
        return $"lt-{now}-{new string(random.GetItems<char>(Alphabet, RandomLength))}";
    }

    /// <summary>True for 1 to 40 of a-z, 0-9 and single hyphens inside: Azure's rule for a container group's name, with room for the worker's number.</summary>
    public static bool IsValid([NotNullWhen(true)] string? runId) =>
        runId is { Length: > 0 and <= PlanLimits.MaxRunIdLength } && Syntax().IsMatch(runId);

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Syntax();
}
