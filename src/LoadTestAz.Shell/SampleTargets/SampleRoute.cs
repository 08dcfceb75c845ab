using System.Collections.Immutable;
using System.Globalization;

namespace LoadTestAz.Shell.SampleTargets;

/// <summary>A request's path, understood.</summary>
/// <param name="Endpoint">What serves it.</param>
/// <param name="Argument">The number at the path's end where the endpoint takes one.</param>
internal readonly record struct SampleRoute(SampleEndpoint Endpoint, int Argument = 0)
{
    public const string StatisticsPath = "/_statistics";

    /// <summary>The endpoints' names in the statistics, by <see cref="SampleEndpoint"/>.</summary>
    public static readonly ImmutableArray<string> Names =
    [
        "/", "/fast", "/medium", "/slow", "/flaky", "/status/{code}", "/delay/{ms}", "/bytes/{n}", "/redirect/{n}", "/echo", "/hang", "/reset", "(other)",
    ];

    public static SampleRoute Of(string path) => path switch
    {
        "/fast" => new(SampleEndpoint.Fast),
        "/" => new(SampleEndpoint.Root),
        "/medium" => new(SampleEndpoint.Medium),
        "/slow" => new(SampleEndpoint.Slow),
        "/flaky" => new(SampleEndpoint.Flaky),
        "/echo" => new(SampleEndpoint.Echo),
        "/hang" => new(SampleEndpoint.Hang),
        "/reset" => new(SampleEndpoint.Reset),
        _ => WithArgument(path, "/status/", SampleEndpoint.Status, 200, 599)
            ?? WithArgument(path, "/delay/", SampleEndpoint.Delay, 0, 60_000)
            ?? WithArgument(path, "/bytes/", SampleEndpoint.Bytes, 0, 100 * 1024 * 1024)
            ?? WithArgument(path, "/redirect/", SampleEndpoint.Redirect, 0, 100)
            ?? new(SampleEndpoint.Other),
    };

    private static SampleRoute? WithArgument(string path, string prefix, SampleEndpoint endpoint, int least, int most)
    {
        if (!path.StartsWith(prefix, StringComparison.Ordinal))
            return null;
        bool isInRange = int.TryParse(path.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int argument)
            && argument >= least && argument <= most;
        return isInRange ? new(endpoint, argument) : new(SampleEndpoint.Other);
    }
}
