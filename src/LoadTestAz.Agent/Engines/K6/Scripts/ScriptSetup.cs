using System.Text;
using System.Text.RegularExpressions;

namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>
/// Whether a script may export a setup() or a teardown(). In doubt it may: then the run has a step more than it needs,
/// which is better than one that it lacks.
/// </summary>
internal static partial class ScriptSetup
{
    /// <summary>Whether any of the files that travel could be where they come from.</summary>
    public static bool MayBeIn(IEnumerable<byte[]> files) => files.Any(file => Traces().IsMatch(Encoding.UTF8.GetString(file)));

    // The names as words of their own, wherever they stand; and what exports names that can't be seen.
    [GeneratedRegex(@"\b(setup|teardown|exports)\b|\bexport\s*\*", RegexOptions.CultureInvariant)]
    private static partial Regex Traces();
}
