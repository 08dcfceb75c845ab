namespace LoadTestAz.Plans;

/// <summary>
/// What was planned, as a result tells it to whoever gets the result: of variables the names only, and of requests neither
/// headers nor bodies nor query, since results are handed on more freely than plans.
/// </summary>
public sealed record LoadTestPlanOutline
{
    /// <summary>What the workers drive.</summary>
    public required TestType TestType { get; init; }

    /// <summary>Which engine was asked for.</summary>
    public required LoadTestEngine Engine { get; init; }

    /// <summary>What workers with k6 take of its samples.</summary>
    public required LoadTestCapture Capture { get; init; }

    /// <summary>Where the workers run.</summary>
    public required LoadTestCompute Compute { get; init; }

    /// <summary>Virtual users over all workers.</summary>
    public required int TotalVus { get; init; }

    /// <summary>How long the load lasts, without start and graceful end.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>How many workers share the load.</summary>
    public required int Workers { get; init; }

    /// <summary>vCPUs of the workers: of the largest one, where they differ.</summary>
    public double? Cpu { get; init; }

    /// <summary>GB of memory of the workers: of the largest one, where they differ.</summary>
    public double? MemoryGB { get; init; }

    /// <summary>How k6's load is divided among the workers, and why; null when nothing had to be chosen.</summary>
    public string? DivisionReason { get; init; }

    /// <summary>The address under test; null when the plan names none.</summary>
    public string? Target { get; init; }

    /// <summary>The script's file name; null when there is none.</summary>
    public string? Script { get; init; }

    /// <summary>The requests of one iteration, as in <c>GET https://shop.example/cart</c>.</summary>
    public IReadOnlyList<string> Requests { get; init; } = [];

    /// <summary>Where the script's setup() and teardown() run.</summary>
    public SetupPolicy Setup { get; init; }

    /// <summary>Names of the script's environment variables, secret ones among them.</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>When the run was to be ended as too bad, as in <c>http_req_failed: rate&gt;0.2 for 1m</c>.</summary>
    public IReadOnlyList<string> StopWhen { get; init; } = [];

    /// <summary>Tags put on every sample.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>The share of the workers (0 to 1) that was enough to begin with.</summary>
    public double StartQuorum { get; init; }

    /// <summary>What was to become of the run if fewer workers were ready.</summary>
    public MissingWorkersPolicy OnMissingWorkers { get; init; }

    /// <summary>The Azure regions; none for a run on this machine.</summary>
    public IReadOnlyList<string> Regions { get; init; } = [];

    /// <summary>How Azure treats the container groups; null for a run on this machine.</summary>
    public LoadTestPriority? Priority { get; init; }

    /// <summary>What it was to cost, in USD; an estimate; null where nothing is billed.</summary>
    public decimal? EstimatedCost { get; init; }

    /// <summary>The outline of a plan.</summary>
    public static LoadTestPlanOutline Of(LoadTestPlan plan)
    {
        var azure = plan.Compute is LoadTestCompute.Aci ? plan.Azure : null;
        return new LoadTestPlanOutline
        {
            TestType = plan.TestType,
            Engine = plan.Engine,
            Capture = plan.Capture,
            Compute = plan.Compute,
            TotalVus = plan.TotalVus,
            Duration = plan.Duration,
            Workers = plan.Workers.Count,
            Cpu = azure is null || plan.Workers.Count == 0 ? null : plan.Workers.Max(w => w.Cpu),
            MemoryGB = azure is null || plan.Workers.Count == 0 ? null : plan.Workers.Max(w => w.MemoryGB),
            DivisionReason = plan.DivisionReason,
            Target = plan.TargetUrl is { } target ? Plain(target) : null,
            Script = Path.GetFileName(plan.Script),
            Requests = plan.Requests.Select(r => $"{r.Method} {Plain(r.Url)}").ToArray(),
            Setup = plan.Setup,
            Variables = plan.Env.Keys.Concat(plan.Secrets).Distinct().Order(StringComparer.Ordinal).ToArray(),
            StopWhen = plan.StopWhen.Select(r => r.ToString()).ToArray(),
            Tags = plan.Tags,
            StartQuorum = plan.Execution.StartQuorum,
            OnMissingWorkers = plan.Execution.OnMissingWorkers,
            Regions = azure is null ? [] : azure.Locations.Count > 0 ? azure.Locations.ToArray() : azure.Location is { } one ? [one] : [],
            Priority = azure?.Priority,
            EstimatedCost = plan.EstimatedCost,
        };
    }

    // A user's name, a password or a token may stand before the host or in the query.
    private static string Plain(Uri url) => url.IsAbsoluteUri ? url.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped) : url.OriginalString.Split('?')[0];
}
