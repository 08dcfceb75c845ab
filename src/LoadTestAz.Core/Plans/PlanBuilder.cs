using LoadTestAz.Plans.Binding;

namespace LoadTestAz.Plans;

/// <summary>Makes a plan out of a plan file, parameters, or both; see <see cref="PlanParameters"/> for which of them rules.</summary>
/// <param name="time">Gives the instant in the run id.</param>
/// <param name="random">Makes the run id unique.</param>
public sealed class PlanBuilder(TimeProvider time, Random random)
{
    /// <summary>Makes a plan, checked in full.</summary>
    /// <param name="document">The plan file as read; null for parameters alone.</param>
    /// <param name="parameters">What was given on the command line.</param>
    /// <exception cref="PlanException">Something is wrong; it lists all there is.</exception>
    public LoadTestPlan Build(PlanDocument? document, PlanParameters parameters)
    {
        var context = new PlanContext(document, new PlanOverrides(parameters));
        var root = PlanSection.Root(context, document?.Root);
        var test = root.Section("test");
        var execution = root.Section("execution");

        var (compute, asked) = ExecutionBinder.BindCompute(execution);
        var distribution = new DistributionBinder(context, root.Section("distribution"), compute).Bind(test.Value("type"));
        var settings = new TestBinder(context, test).Bind(distribution.TestType, compute);
        var plan = new LoadTestPlan
        {
            Name = Name(root.Value("name")) ?? DefaultName(document?.File, settings),
            RunId = RunId(parameters.RunId, context),
            TestType = distribution.TestType,
            Engine = settings.Engine,
            Capture = settings.Capture,
            Compute = compute,
            TotalVus = distribution.TotalVus,
            Duration = distribution.Duration,
            Workers = distribution.Workers,
            Thresholds = settings.Thresholds,
            StopWhen = StopRuleBinder.Bind(execution, settings.Measured, settings.Script is null ? distribution.Duration : null),
            TargetUrl = settings.TargetUrl,
            Script = settings.Script,
            Setup = settings.Setup,
            Env = settings.Env,
            Secrets = settings.Secrets,
            Requests = settings.Requests,
            Sleep = settings.Sleep,
            Tags = settings.Tags,
            Execution = ExecutionBinder.Bind(execution, distribution.Duration),
            Azure = AzureBinder.Bind(root.Section("azure"), compute, asked, distribution.Workers, context),
        };
        context.ThrowIfMistaken();
        return plan with { Warnings = context.Warnings, EstimatedCost = CostEstimate.Of(plan), CostBasis = CostEstimate.Basis(plan) };
    }

    private static string? Name(PlanValue? value)
    {
        if (value?.Text() is not { } text)
            return null;
        if (string.IsNullOrWhiteSpace(text) || text.Length > PlanLimits.MaxNameLength || text.Any(char.IsControl))
            value.Value.Mistake($"{value.Value.Shown} is no name; allowed are 1 to {PlanLimits.MaxNameLength} characters on one line");
        return text;
    }

    private static string DefaultName(string? file, TestSettings settings)
    {
        var name = Path.GetFileNameWithoutExtension(file ?? settings.Script) ?? settings.TargetUrl?.Host ?? settings.Requests.FirstOrDefault()?.Url.Host ?? "";
        return name.Length <= PlanLimits.MaxNameLength ? name : name[..PlanLimits.MaxNameLength];
    }

    private string RunId(string? given, PlanContext context)
    {
        if (given is null)
            return RunIds.Create(time, random);
        if (!RunIds.IsValid(given))
        {
            var lower = given.ToLowerInvariant().Replace('_', '-').Replace(' ', '-');
            var node = new PlanScalar(given, IsQuoted: true, 0, 0) { Parameter = "-" + nameof(PlanParameters.RunId) };
            new PlanValue(context, node, "").Mistake($"'{given}' is no run id; allowed are 1 to {PlanLimits.MaxRunIdLength} lower case letters, digits and single hyphens inside", RunIds.IsValid(lower) ? lower : null);
        }

        return given;
    }
}
