using System.Text.Json;
using LoadTestAz.Plans;

namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>
/// Reads a script's options by <c>k6 inspect</c>, which runs its init code. That needs two calls: the plain output has
/// the options as the script has them, the one with <c>--execution-requirements</c> the load that follows, and only it
/// checks scenarios and thresholds (internal/cmd/inspect.go: consolidateDeriveAndValidateConfig).
/// </summary>
/// <remarks>The output of v0.49, v1 and v2 differs by a few fields that play no part here.</remarks>
internal sealed class K6Inspector(K6Tool k6)
{
    /// <summary>The options of the plan's script on that worker.</summary>
    /// <exception cref="PlanException">The script is at fault; the mistake has k6's message.</exception>
    public async Task<ScriptOptions> InspectAsync(LoadTestPlan plan, LoadTestPlanWorker worker, CancellationToken cancellationToken)
    {
        var own = await RunAsync([], plan, worker, cancellationToken).ConfigureAwait(false);

        // k6 run takes one VU where a script gives a duration alone; k6 inspect, without run's flags, takes none and
        // calls that a mistake.
        var variables = ScriptOptions.LacksVus(own) ? new Dictionary<string, string> { ["K6_VUS"] = "1" } : [];
        var required = await RunAsync(["--execution-requirements"], plan, worker, cancellationToken, variables).ConfigureAwait(false);
        return ScriptOptions.Parse(own, required);
    }

    /// <summary>Whether the script's options are others on that worker of that plan.</summary>
    public async Task<bool> DiffersAsync((LoadTestPlan Plan, LoadTestPlanWorker Worker) a, (LoadTestPlan Plan, LoadTestPlanWorker Worker) b, CancellationToken cancellationToken)
    {
        var first = await RunAsync([], a.Plan, a.Worker, cancellationToken).ConfigureAwait(false);
        var second = await RunAsync([], b.Plan, b.Worker, cancellationToken).ConfigureAwait(false);
        return first.GetRawText() != second.GetRawText();
    }

    private async Task<JsonElement> RunAsync(
        string[] flags, LoadTestPlan plan, LoadTestPlanWorker worker, CancellationToken cancellationToken, IReadOnlyDictionary<string, string>? more = null)
    {
        var environment = ScriptEnvironment.Of(plan, worker);
        foreach (var (name, value) in more ?? new Dictionary<string, string>())
            environment[name] = value;

        // System variables are included, since the script's are handed over as such: arguments are everybody's to read.
        var output = await k6.RunAsync(["inspect", "--include-system-env-vars", .. flags, plan.Script!], environment, cancellationToken).ConfigureAwait(false);
        if (output.ExitCode != 0)
            throw ScriptMistake.Exception(plan.Script!, $"is refused by k6: {k6.ErrorOf(output)}");
        try
        {
            using var json = JsonDocument.Parse(output.Text);
            return json.RootElement.Clone();
        }
        catch (JsonException e)
        {
            throw ScriptMistake.Exception(plan.Script!, $"could not be inspected: '{k6.Path} inspect' printed no JSON ({e.Message})");
        }
    }
}
