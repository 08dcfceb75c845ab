using System.Collections.Immutable;
using System.Globalization;
using LoadTestAz.Agent.Engines.K6.Scripts;
using LoadTestAz.Plans;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>How k6 is called for one worker: a function of the plan, the worker and the version, and of nothing else.</summary>
/// <param name="Arguments">One by one; there is no shell. What the user wrote into the plan is not among them, for arguments are everybody's to read.</param>
/// <param name="Variables">The variables that k6 gets beside those of its parent.</param>
/// <remarks>
/// The plan's tags are not here: <c>--tag</c> and <c>K6_TAGS</c> replace what the script sets in <c>options.tags</c>
/// (lib/options.go, Options.Apply: the later RunTags stand alone), so the agent adds them to what k6 measured.
/// </remarks>
public sealed record K6CommandLine(IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Variables)
{
    /// <summary>What the summary tells of a Trend; k6 leaves the count out unless asked.</summary>
    public const string TrendStats = "avg,min,med,max,p(90),p(95),p(99),p(99.9),count";

    // Containers have no display, no GPU, a tiny /dev/shm, and no right to the user namespaces that Chromium's sandbox needs.
    private const string BrowserArguments = "no-sandbox,disable-gpu,disable-dev-shm-usage";

    // The summary is k6's own account beside ours; since v1 a mode decides what it holds, and one of the modes is none at all.
    // v0.49 does not know the flag. Source: internal/cmd/runtime_options.go
    private static readonly Version SummaryModes = new(1, 0, 0);

    /// <summary>The command line of a worker.</summary>
    /// <param name="plan">The whole plan.</param>
    /// <param name="worker">The worker's share of it.</param>
    /// <param name="version">k6's version.</param>
    /// <param name="files">What is of this machine.</param>
    /// <param name="setup">Whether this worker runs the script's setup().</param>
    /// <param name="teardown">Whether this worker runs the script's teardown().</param>
    /// <param name="linger">Whether k6 stays after its load until it is asked to end, its REST API and its output open.</param>
    public static K6CommandLine Of(LoadTestPlan plan, LoadTestPlanWorker worker, Version version, K6RunFiles files, bool setup = true, bool teardown = true, bool linger = false)
    {
        List<string> arguments =
        [
            "run", "--paused",
            "--address", string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{files.Port}"),
            "--no-usage-report", "--no-color",
            "--log-output", "stderr", "--log-format", "text",

            // Thresholds are judged on the merge; their submetrics stay in the summary.
            "--no-thresholds",
            "--out", files.Light is null ? "json=-" : "opentelemetry",
            "--summary-export", files.Summary,
            "--summary-trend-stats", TrendStats,
        ];

        // With light capture the line a second that shows its progress is what tells k6 that its worker has gone.
        if (files.Light is null)
            arguments.Add("--quiet");
        if (version >= SummaryModes)
            arguments.AddRange(["--summary-mode", "compact"]);
        if (!setup)
            arguments.Add("--no-setup");
        if (!teardown)
            arguments.Add("--no-teardown");
        if (linger)
            arguments.Add("--linger");

        // There is no environment variable for either, and k6 rounds wrong without the sequence.
        if (plan.Division is LoadDivision.Segments && !files.ScriptSetsLoad)
            arguments.AddRange(["--execution-segment", worker.ExecutionSegment, "--execution-segment-sequence", ExecutionSegments.SequenceOf(plan, worker.TestType)]);

        arguments.Add(files.Script);
        return new K6CommandLine(arguments, VariablesOf(plan, worker, files));
    }

    private static Dictionary<string, string> VariablesOf(LoadTestPlan plan, LoadTestPlanWorker worker, K6RunFiles files)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        if (worker.TestType is TestType.Browser)
        {
            variables["K6_BROWSER_HEADLESS"] = "true";
            variables["K6_BROWSER_ARGS"] = BrowserArguments;
            if (files.Browser is { } browser)
                variables[BrowserBinary.PathVariable] = browser;
        }

        // The plan's may replace the browser's above, and nothing of what follows.
        foreach (var (name, value) in ScriptEnvironment.Of(plan, worker).Concat(K6Environment.NoCallHome).Concat(files.Light ?? ImmutableDictionary<string, string>.Empty))
            variables[name] = value;
        if (plan.Division is LoadDivision.Vus && !files.ScriptSetsLoad)
        {
            // Both together replace the script's scenarios in every version; --vus alone means something else since v2.1.
            variables["K6_VUS"] = worker.Vus.ToString(CultureInfo.InvariantCulture);
            variables["K6_DURATION"] = K6Duration.Format(plan.Duration);
        }

        if (worker.Rps is { } rps)
            variables["K6_RPS"] = rps.ToString(CultureInfo.InvariantCulture);
        return variables;
    }
}
