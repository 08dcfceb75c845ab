using System.Collections;
using System.Management.Automation;
using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Agent.Engines.K6.Light;
using LoadTestAz.Agent.Engines.K6.Scripts;
using LoadTestAz.Async;
using LoadTestAz.Binding;
using LoadTestAz.Completion;
using LoadTestAz.Errors;
using LoadTestAz.Hosting;
using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Commands;

/// <summary><c>New-AzLoadTestPlan</c>: makes a plan from a YAML file, from parameters, or from both.</summary>
[Cmdlet(VerbsCommon.New, "AzLoadTestPlan")]
[OutputType(typeof(LoadTestPlan))]
public sealed class NewAzLoadTestPlanCommand : AsyncCmdlet
{
    /// <summary>A plan file (YAML). Parameters override what stands in it.</summary>
    [Parameter(Position = 0, ValueFromPipeline = true)]
    [Alias("FullName")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(PlanFileCompleter))]
    public string? Path { get; set; }

    /// <summary>The name people know the test by.</summary>
    [Parameter]
    public string? Name { get; set; }

    /// <summary>The address under test.</summary>
    [Parameter]
    public string? TargetUrl { get; set; }

    /// <summary>URLs to GET in each iteration, absolute or relative to the target.</summary>
    [Parameter]
    public string[]? Request { get; set; }

    /// <summary>A k6 script.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ScriptCompleter))]
    public string? Script { get; set; }

    /// <summary>The k6 that looks into the script, and that workers on this machine run.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? K6Path { get; set; }

    /// <summary>Where the script's setup() and teardown() run.</summary>
    [Parameter]
    [ValidateSet(nameof(SetupPolicy.Once), nameof(SetupPolicy.EachWorker))]
    public SetupPolicy? Setup { get; set; }

    /// <summary>Environment variables for the script.</summary>
    [Parameter]
    [Alias("EnvironmentVariable")]
    public IDictionary? Env { get; set; }

    /// <summary>Names of environment variables whose values are secret; Start-AzLoadTestWorker gets the values.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(SecretNameCompleter))]
    public string[]? SecretName { get; set; }

    /// <summary>Virtual users over all workers.</summary>
    [Parameter]
    [Alias("Vus")]
    public int? TotalVus { get; set; }

    /// <summary>How long the load lasts: k6's format (<c>1m30s</c>) or a TimeSpan.</summary>
    [Parameter]
    [DurationTransformation]
    public string? Duration { get; set; }

    /// <summary>Think time at the end of each iteration: k6's format or a TimeSpan.</summary>
    [Parameter]
    [DurationTransformation]
    public string? Sleep { get; set; }

    /// <summary>Thresholds by metric in k6's syntax: <c>@{ http_req_duration = 'p(95)&lt;500' }</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(ThresholdTableCompleter))]
    public IDictionary? Threshold { get; set; }

    /// <summary>When the run is to be stopped, by metric: <c>@{ http_req_failed = 'rate&gt;0.2 for 60s' }</c>.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(StopRuleCompleter))]
    public IDictionary? StopWhen { get; set; }

    /// <summary>Tags put on every sample.</summary>
    [Parameter]
    public IDictionary? Tag { get; set; }

    /// <summary>Protocol or Browser; for both side by side there is -Mix.</summary>
    [Parameter]
    [ValidateSet(nameof(Plans.TestType.Protocol), nameof(Plans.TestType.Browser))]
    public TestType? TestType { get; set; }

    /// <summary>Which engine makes the load.</summary>
    [Parameter]
    public LoadTestEngine? Engine { get; set; }

    /// <summary>What workers with k6 take of its samples: all, or sums and histograms that k6 makes itself.</summary>
    [Parameter]
    public LoadTestCapture? Capture { get; set; }

    /// <summary>Where the workers run.</summary>
    [Parameter]
    public LoadTestCompute? Compute { get; set; }

    /// <summary>Virtual users for each worker; the number of workers follows from it.</summary>
    [Parameter]
    public int? VusPerContainer { get; set; }

    /// <summary>Shares of the virtual users for protocol and browser workers: <c>@{ protocol = 80; browser = 20 }</c>.</summary>
    [Parameter]
    public IDictionary? Mix { get; set; }

    /// <summary>vCPUs for each worker.</summary>
    [Parameter]
    public double? Cpu { get; set; }

    /// <summary>GB of memory for each worker.</summary>
    [Parameter]
    public double? MemoryGB { get; set; }

    /// <summary>How long workers may take until all are ready: k6's format or a TimeSpan.</summary>
    [Parameter]
    [DurationTransformation]
    public string? StartTimeout { get; set; }

    /// <summary>The share of the workers, 0 to 1, that is enough to begin with.</summary>
    [Parameter]
    public double? StartQuorum { get; set; }

    /// <summary>What becomes of the run when fewer workers are ready in time.</summary>
    [Parameter]
    public MissingWorkersPolicy? OnMissingWorkers { get; set; }

    /// <summary>The hard end of the run: k6's format or a TimeSpan.</summary>
    [Parameter]
    [DurationTransformation]
    public string? MaxDuration { get; set; }

    /// <summary>The share of planned VUs, 0 to 1, whose results the verdict asks for.</summary>
    [Parameter]
    public double? MinCoverage { get; set; }

    /// <summary>When containers are deleted.</summary>
    [Parameter]
    public CleanupPolicy? Cleanup { get; set; }

    /// <summary>Azure subscription id.</summary>
    [Parameter]
    public string? SubscriptionId { get; set; }

    /// <summary>Resource group in which the container groups are made.</summary>
    [Parameter]
    public string? ResourceGroup { get; set; }

    /// <summary>Azure region.</summary>
    [Parameter]
    [ArgumentCompleter(typeof(RegionCompleter))]
    public string? Location { get; set; }

    /// <summary>Storage account that holds the results.</summary>
    [Parameter]
    public string? StorageAccount { get; set; }

    /// <summary>Blob container that holds the results.</summary>
    [Parameter]
    public string? ContainerName { get; set; }

    /// <summary>Login server of the registry with the worker images.</summary>
    [Parameter]
    public string? ContainerRegistry { get; set; }

    /// <summary>Resource id of the workers' user-assigned managed identity.</summary>
    [Parameter]
    public string? Identity { get; set; }

    /// <summary>The run id to use instead of a new one.</summary>
    [Parameter]
    public string? RunId { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        var plan = Guard(() => new PlanBuilder(TimeProvider.System, new Random()).Build(Path is null ? null : Read(Path), Parameters()));
        if (K6Path is not null)
            plan = WithK6(plan, GetUnresolvedProviderPathFromPSPath(K6Path));
        if (plan.Script is not null)
            plan = Inspected(plan, Guard(() => K6Binary.FindRequired(K6Path is null ? null : GetUnresolvedProviderPathFromPSPath(K6Path))));
        if (plan.Capture is LoadTestCapture.Light)
            plan = CaptureChecked(plan);
        foreach (var warning in plan.Warnings)
            WriteWarning(warning);
        WriteObject(plan);
    }

    /// <summary>The plan with the k6 that workers on this machine run; those elsewhere have their own.</summary>
    private LoadTestPlan WithK6(LoadTestPlan plan, string path)
    {
        _ = Guard(() => K6Binary.FindRequired(path));
        return plan.Compute is LoadTestCompute.Local
            ? plan with { K6Path = path }
            : plan with { Warnings = [.. plan.Warnings, $"-K6Path is of this machine{(plan.Script is null ? "" : " and only looks into the script")}: the workers run the k6 of their image."] };
    }

    /// <summary>The plan with what its script says of load and thresholds; where there is no k6, by the script's text.</summary>
    private LoadTestPlan Inspected(LoadTestPlan plan, string? k6)
    {
        var planner = new ScriptPlanner(TimeProvider.System) { Secrets = WorkerSecrets.Of(plan.Secrets, Environment.GetEnvironmentVariable) };
        Await(async (_, cancellationToken) => plan = await planner.ApplyAsync(plan, k6, cancellationToken).ConfigureAwait(false));
        // The script may set its own duration.
        return plan with { EstimatedCost = CostEstimate.Of(plan) };
    }

    /// <summary>The plan with what light capture can't do for it. Workers elsewhere have a k6 of their own.</summary>
    private LoadTestPlan CaptureChecked(LoadTestPlan plan)
    {
        var k6 = plan.Compute is LoadTestCompute.Local ? Guard(() => K6Binary.FindRequired(plan.K6Path)) : null;
        Await(async (_, cancellationToken) =>
            plan = await new CapturePlanner(TimeProvider.System).ApplyAsync(plan, k6, cancellationToken).ConfigureAwait(false));
        return plan;
    }

    private PlanDocument Read(string path)
    {
        var full = GetUnresolvedProviderPathFromPSPath(path);
        if (!File.Exists(full))
            ThrowTerminatingError(ErrorRecords.PlanNotFound(full));
        try
        {
            using var content = File.OpenRead(full);
            return PrivateSide.PlanReader.Read(content, full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            ThrowTerminatingError(ErrorRecords.PlanUnreadable(full, e));
            throw; // Not reached.
        }
    }

    private PlanParameters Parameters() => new()
    {
        Name = Name,
        RunId = RunId,
        TestType = TestType,
        Engine = Engine,
        Capture = Capture,
        TargetUrl = TargetUrl,
        Script = Script is null ? null : GetUnresolvedProviderPathFromPSPath(Script),
        Setup = Setup,
        Env = Tables.ToTexts(Env),
        SecretName = SecretName,
        Request = Request,
        Sleep = Sleep,
        Threshold = Tables.ToLists(Threshold),
        StopWhen = Tables.ToLists(StopWhen),
        Tag = Tables.ToTexts(Tag),
        TotalVus = TotalVus,
        Duration = Duration,
        Mix = Tables.ToTexts(Mix),
        VusPerContainer = VusPerContainer,
        Cpu = Cpu,
        MemoryGB = MemoryGB,
        Compute = Compute,
        StartTimeout = StartTimeout,
        StartQuorum = StartQuorum,
        OnMissingWorkers = OnMissingWorkers,
        MaxDuration = MaxDuration,
        MinCoverage = MinCoverage,
        Cleanup = Cleanup,
        SubscriptionId = SubscriptionId,
        ResourceGroup = ResourceGroup,
        Location = Location,
        StorageAccount = StorageAccount,
        ContainerName = ContainerName,
        ContainerRegistry = ContainerRegistry,
        Identity = Identity,
    };
}
