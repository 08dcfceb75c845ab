using System.Globalization;
using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>
/// Looks into a plan's script and adds to the plan what follows from it: how its load is divided and why, and its
/// thresholds.
/// </summary>
public sealed class ScriptPlanner(TimeProvider clock)
{
    /// <summary>What of the plan's secrets is known here.</summary>
    public WorkerSecrets Secrets { get; init; } = WorkerSecrets.None;

    /// <summary>The plan with what its script says; the same plan when no worker runs one.</summary>
    /// <param name="plan">A plan as PlanBuilder made it.</param>
    /// <param name="k6Path">k6; null when there is none here.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="PlanException">k6 refuses the script, or can't be run; the mistake has its message.</exception>
    public async Task<LoadTestPlan> ApplyAsync(LoadTestPlan plan, string? k6Path, CancellationToken cancellationToken)
    {
        var workers = plan.Workers.Where(worker => plan.ScriptOf(worker) is not null).DistinctBy(worker => worker.TestType).ToList();
        if (workers.Count == 0)
            return plan;
        try
        {
            return k6Path is null ? ByText(plan) : await ByK6Async(plan, workers, new K6Tool(k6Path, clock, Secrets), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is EngineException or IOException or UnauthorizedAccessException)
        {
            throw ScriptMistake.Exception(plan.Script!, $"could not be looked into: {e.Message}");
        }
    }

    private static LoadTestPlan ByText(LoadTestPlan plan)
    {
        const string Unseen = "k6 is not at hand, so the script's text was read";
        var isArchive = ScriptPacker.IsArchive(plan.Script!);
        var options = isArchive ? ScriptText.ReadArchive(plan.Script!) : ScriptText.Read(File.ReadAllText(plan.Script!));
        if (options is null)
        {
            return plan with
            {
                Division = LoadDivision.Vus,
                DivisionReason = $"By VUs: {Unseen}, and its options could not be made out; the plan's VUs and duration replace any load that it sets itself.",
                Warnings = [.. plan.Warnings, "It is not certain whether the script sets its own load (scenarios, stages, VUs): if it does, the plan's VUs and duration replace it. Name k6 by -K6Path, so that the script can be inspected."],
            };
        }

        var (division, reason) = Divide(options);
        plan = Add(plan with { Division = division, DivisionReason = $"{reason} ({(isArchive ? "k6 is not at hand, so the archive's own record was read" : Unseen)})" }, [options]);
        return RequestLimit.Divide(plan, plan.Workers.Select(worker => worker.TestType).Distinct().ToDictionary(type => type, _ => options.Rps));
    }

    private async Task<LoadTestPlan> ByK6Async(LoadTestPlan plan, List<LoadTestPlanWorker> workers, K6Tool tool, CancellationToken cancellationToken)
    {
        // One that is too old would be told by what it can't do, which says little.
        await K6Binary.OpenAsync(tool.Path, clock, cancellationToken).ConfigureAwait(false);
        var k6 = new K6Inspector(tool);
        var options = new List<ScriptOptions>();
        foreach (var worker in workers)
            options.Add(await k6.InspectAsync(plan, worker, cancellationToken).ConfigureAwait(false));
        if (options.Any(o => o.SetsLoad) && !options.All(o => o.SetsLoad))
            throw ScriptMistake.Exception(plan.Script!, "sets its own load for one TEST_TYPE and none for the other; a plan divides its load in one way, so set it for both or for neither");

        var (division, reason) = Divide(options[0]);
        if (division is LoadDivision.Segments)
        {
            // VUS is each worker's share: what a script makes of it is divided already.
            var worker = workers[0];
            if (await k6.DiffersAsync((plan, worker), (plan, worker with { Vus = worker.Vus * 2 }), cancellationToken).ConfigureAwait(false))
            {
                if (options.All(o => o.SetsOnlyVusOrDuration))
                    (division, reason) = (LoadDivision.Vus, "By VUs: the script takes its VUs from VUS, which is each worker's own share; the plan's VUs and duration hold.");
                else
                    plan = plan with { Warnings = [.. plan.Warnings, "The script's load depends on VUS, which is each worker's share, and k6 divides it among the workers once more. Use TOTAL_VUS in its options."] };
            }
        }

        plan = Add(plan with { Division = division, DivisionReason = reason }, options);
        plan = await WithLimitAsync(plan, [.. workers.Zip(options)], k6, cancellationToken).ConfigureAwait(false);
        return division is LoadDivision.Segments ? await WithLengthAsync(plan, workers[0], options, k6, cancellationToken).ConfigureAwait(false) : plan;
    }

    private static async Task<LoadTestPlan> WithLimitAsync(
        LoadTestPlan plan, List<(LoadTestPlanWorker Worker, ScriptOptions Options)> types, K6Inspector k6, CancellationToken cancellationToken)
    {
        var limits = new Dictionary<TestType, int?>();
        foreach (var (worker, options) in types.Where(type => type.Options.Rps is not null))
        {
            // A script may divide it by itself, as in rps: 300 / __ENV.WORKER_COUNT.
            var more = plan with { Workers = [.. plan.Workers, .. plan.Workers] };
            var other = await k6.InspectAsync(more, worker with { Index = plan.Workers.Count, Vus = worker.Vus * 2 }, cancellationToken).ConfigureAwait(false);
            if (other.Rps == options.Rps)
                limits[worker.TestType] = options.Rps;
            else
                plan = plan with { DivisionReason = $"{plan.DivisionReason} The script's option rps depends on what each worker is told of itself, so each keeps its own." };
        }

        return RequestLimit.Divide(plan, limits);
    }

    private static (LoadDivision Division, string Reason) Divide(ScriptOptions options)
    {
        if (!options.SetsLoad)
            return (LoadDivision.Vus, "By VUs: the script sets no load of its own, so each worker makes its share of the plan's VUs for the plan's duration.");
        var what = options.Scenarios switch
        {
            { Count: > 0 } names when names[0] != "?" => $"scenarios ({string.Join(", ", names)})",
            { Count: > 0 } => "scenarios",
            _ => string.Join(" and ", options.LoadSettings),
        };
        var size = options is { MaxVus: { } vus, Length: { } length }
            ? string.Create(CultureInfo.InvariantCulture, $" (at most {vus} VUs, {K6Duration.Format(length)})")
            : "";
        return (LoadDivision.Segments, $"By execution segments: the script sets its own load by {what}{size}; each worker runs its segment of it, in proportion to its VUs in the plan.");
    }

    private static LoadTestPlan Add(LoadTestPlan plan, IReadOnlyList<ScriptOptions> options)
    {
        var warnings = plan.Warnings.Concat(options.SelectMany(o => o.Warnings).Distinct()).ToList();
        if (plan.Division is LoadDivision.Segments && options.Max(o => o.MaxVus) is { } vus)
        {
            if (vus != plan.TotalVus)
                warnings.Add(string.Create(CultureInfo.InvariantCulture, $"The script sets its own load of at most {vus} VUs; the plan's {plan.TotalVus} VUs only say how it is divided among the workers."));
            if (vus < plan.Workers.Count)
                warnings.Add(string.Create(CultureInfo.InvariantCulture, $"The script needs at most {vus} VUs, and the plan has {plan.Workers.Count} workers: some have nothing to do."));
        }

        // Run for all, over its REST API, k6 would not ask the options. By itself it does.
        var setup = options.Any(o => o.SkipsSetup || o.SkipsTeardown) ? SetupPolicy.EachWorker : plan.Setup;
        if (plan.SharesSetup && options.Any(o => o.SkipsSetup != o.SkipsTeardown))
            warnings.Add("The script's options leave out one of setup() and teardown(), so each worker runs the other one for itself, if the script has it.");
        return plan with { Warnings = warnings, Setup = setup, Thresholds = ScriptThresholds.Merge(plan.Thresholds, options.SelectMany(o => o.Thresholds)) };
    }

    /// <summary>The plan's duration, and with it the run's hard end, follow the script's load.</summary>
    private static async Task<LoadTestPlan> WithLengthAsync(
        LoadTestPlan plan, LoadTestPlanWorker worker, List<ScriptOptions> options, K6Inspector k6, CancellationToken cancellationToken)
    {
        if (options.Any(o => o.Length is null) || options.Max(o => o.Length) is not { } length || length == plan.Duration)
            return plan;
        var longer = plan with { Duration = length };
        if (plan.Execution.MaxDuration is { } max && max <= length)
            longer = longer with { Warnings = [.. plan.Warnings, $"The script's load lasts {K6Duration.Format(length)}, and the run's max_duration of {K6Duration.Format(max)} ends it before."] };

        // A script that makes something of DURATION would see another one then; for it only the hard end moves.
        return await k6.DiffersAsync((plan, worker), (longer, worker), cancellationToken).ConfigureAwait(false)
            ? longer with { Duration = plan.Duration, Execution = plan.Execution with { MaxDuration = plan.Execution.MaxDuration ?? plan.Execution.MaxDurationFor(length) } }
            : longer;
    }
}
