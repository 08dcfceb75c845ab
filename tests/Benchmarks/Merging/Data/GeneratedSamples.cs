using LoadTestAz.Merging.K6;
using LoadTestAz.Metrics;

namespace LoadTestAz.Benchmarks.Merging.Data;

/// <summary>Samples as k6 has them of a script with some kinds of requests, two checks each, and times with a long tail.</summary>
internal static class GeneratedSamples
{
    private const int RequestsPerIteration = 4;
    private const double FailingShare = 0.01;

    private static readonly (string Path, string Group, string Method, double Median)[] Requests =
    [
        ("/", "", "GET", 4), ("/products", "::browse", "GET", 12), ("/products/search", "::browse", "GET", 35), ("/products/details", "::browse", "GET", 18),
        ("/cart", "::checkout", "POST", 22), ("/cart/items", "::checkout", "POST", 9), ("/payment", "::checkout::payment", "POST", 120), ("/logout", "", "GET", 3),
    ];

    private static readonly Metric[] Times =
    [
        BuiltInMetrics.HttpReqBlocked, BuiltInMetrics.HttpReqConnecting, BuiltInMetrics.HttpReqTlsHandshaking, BuiltInMetrics.HttpReqSending,
        BuiltInMetrics.HttpReqWaiting, BuiltInMetrics.HttpReqReceiving,
    ];

    private static readonly Metric CartValue = new("cart_value", MetricType.Trend);

    /// <summary>The requests of the pattern from which files are made.</summary>
    public const int PatternRequests = 6000;

    private const double PatternRequestsPerSecond = 50;

    /// <summary>The pattern from which files are made, the same each time.</summary>
    public static K6Samples Pattern(int requests = PatternRequests) => Create(requests, PatternRequestsPerSecond, new Random(1));

    /// <summary>The samples of so many requests.</summary>
    public static K6Samples Create(int requests, double requestsPerSecond, Random random)
    {
        var points = new List<K6Point>();
        var ticks = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero).UtcTicks;
        var (second, iteration) = (ticks, 0.0);
        var (scenario, routes) = (Tags(("scenario", "default")), Requests.Select(RouteOf).ToArray());
        for (var i = 0; i < requests; i++)
        {
            // As they come by chance: k6's own clock has nanoseconds, of which .NET keeps hundreds.
            ticks += (long)(-Math.Log(1 - random.NextDouble()) / requestsPerSecond * TimeSpan.TicksPerSecond) + 1;
            var (median, ok, failed, checks) = routes[random.Next(routes.Length)];
            iteration += AddRequest(points, ticks, median, ok, failed, checks, random);
            if (i % RequestsPerIteration == RequestsPerIteration - 1)
            {
                points.Add(new(BuiltInMetrics.DataSent, ticks + 900, 120 * RequestsPerIteration, scenario));
                points.Add(new(BuiltInMetrics.DataReceived, ticks + 900, 900 + random.Next(3000), scenario));
                points.Add(new(BuiltInMetrics.IterationDuration, ticks + 900, Math.Round(iteration, 6), scenario));
                points.Add(new(BuiltInMetrics.Iterations, ticks + 900, 1, scenario));
                points.Add(new(CartValue, ticks + 950, random.Next(1, 30_000) / 100.0, scenario));
                iteration = 0;
            }

            for (; second <= ticks; second += TimeSpan.TicksPerSecond)
            {
                points.Add(new(BuiltInMetrics.Vus, ticks, 20, TagSet.Empty));
                points.Add(new(BuiltInMetrics.VusMax, ticks, 20, TagSet.Empty));
            }
        }

        return new K6Samples([.. points.Select(p => p.Metric).Distinct().Select(Declare)], points);
    }

    private static double AddRequest(List<K6Point> points, long ticks, double median, TagSet ok, TagSet failed, IReadOnlyList<TagSet> checks, Random random)
    {
        var fails = random.NextDouble() < FailingShare;
        var (tags, isNew) = (fails ? failed : ok, random.Next(50) == 0);
        double[] times = [isNew ? Time(0.4) : Time(0.002), isNew ? Time(0.3) : 0, 0, Time(0.03), Time(median), Time(0.08)];
        var duration = Math.Round(times[3..].Sum(), 6);
        points.Add(new(BuiltInMetrics.HttpReqs, ticks, 1, tags));
        points.Add(new(BuiltInMetrics.HttpReqDuration, ticks, duration, tags));
        for (var i = 0; i < times.Length; i++)
            points.Add(new(Times[i], ticks, times[i], tags));
        points.Add(new(BuiltInMetrics.HttpReqFailed, ticks, fails ? 1 : 0, tags));
        for (var i = 0; i < checks.Count; i++)
            points.Add(new(BuiltInMetrics.Checks, ticks + 150 + i, fails || (i > 0 && duration > 4 * median) ? 0 : 1, checks[i]));
        return duration;

        // Log-normal: most near each other, with a tail.
        double Time(double middle) => Math.Round(middle * Math.Exp(0.5 * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())), 6);
    }

    private static (double Median, TagSet Ok, TagSet Failed, IReadOnlyList<TagSet> Checks) RouteOf((string Path, string Group, string Method, double Median) request)
    {
        var url = "https://shop.example" + request.Path;
        TagSet Of(string status, bool expected) => Tags(
            ("expected_response", expected ? "true" : "false"), ("group", request.Group), ("method", request.Method), ("name", url), ("proto", "HTTP/2.0"),
            ("scenario", "default"), ("status", status), ("tls_version", "tls1.3"), ("url", url));
        TagSet Check(string name) => Tags(("check", name), ("group", request.Group), ("scenario", "default"));
        return (request.Median, Of("200", true), Of("503", false), [Check($"{request.Path} is 200"), Check($"{request.Path} is quick")]);
    }

    private static TagSet Tags(params (string Name, string Value)[] tags) => TagSet.Of(tags.Select(t => KeyValuePair.Create(t.Name, t.Value)));

    // k6 declares this submetric itself.
    private static K6MetricDeclaration Declare(Metric metric) =>
        new(metric, [], metric == BuiltInMetrics.HttpReqDuration ? ["http_req_duration{expected_response:true}"] : []);
}
