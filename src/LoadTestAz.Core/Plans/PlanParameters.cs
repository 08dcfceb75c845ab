namespace LoadTestAz.Plans;

/// <summary>
/// What was given on the command line of New-AzLoadTestPlan. Each member is the parameter of that name, null when it
/// was not given; a given one stands in place of the file's value, and the file's value is then not looked at.
/// <see cref="Env"/>, <see cref="Tag"/>, <see cref="Threshold"/> and <see cref="StopWhen"/> replace the file's entries of the same key and leave the others.
/// Durations are texts in k6's format; see <see cref="K6Duration"/>.
/// </summary>
public sealed record PlanParameters
{
    /// <summary>Replaces <c>name</c>.</summary>
    public string? Name { get; init; }

    /// <summary>The run id to use; one is made when null. A plan file has none.</summary>
    public string? RunId { get; init; }

    /// <summary>Replaces <c>test.type</c>: Protocol or Browser. Sets aside the file's <c>distribution.mix</c>.</summary>
    public TestType? TestType { get; init; }

    /// <summary>Replaces <c>test.engine</c>.</summary>
    public LoadTestEngine? Engine { get; init; }

    /// <summary>Replaces <c>test.capture</c>.</summary>
    public LoadTestCapture? Capture { get; init; }

    /// <summary>Replaces <c>test.target_url</c>.</summary>
    public string? TargetUrl { get; init; }

    /// <summary>Replaces <c>test.script</c>. A full path: the core does not know PowerShell's current location.</summary>
    public string? Script { get; init; }

    /// <summary>Replaces <c>test.setup</c>: Once or EachWorker.</summary>
    public SetupPolicy? Setup { get; init; }

    /// <summary>Adds to <c>test.env</c>.</summary>
    public IReadOnlyDictionary<string, string>? Env { get; init; }

    /// <summary>Replaces <c>test.secrets</c>: names of variables whose values Start-AzLoadTestWorker gets.</summary>
    public IReadOnlyList<string>? SecretName { get; init; }

    /// <summary>Replaces <c>test.requests</c>: URLs to GET, absolute or relative to the target.</summary>
    public IReadOnlyList<string>? Request { get; init; }

    /// <summary>Replaces <c>test.sleep</c>: a duration, or a number of seconds.</summary>
    public string? Sleep { get; init; }

    /// <summary>Adds to <c>test.thresholds</c>: expressions by metric.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Threshold { get; init; }

    /// <summary>Adds to <c>test.tags</c>.</summary>
    public IReadOnlyDictionary<string, string>? Tag { get; init; }

    /// <summary>Replaces <c>distribution.total_vus</c>.</summary>
    public int? TotalVus { get; init; }

    /// <summary>Replaces <c>distribution.duration</c>.</summary>
    public string? Duration { get; init; }

    /// <summary>Replaces <c>distribution.mix</c>: shares by <c>protocol</c> and <c>browser</c>, in any unit.</summary>
    public IReadOnlyDictionary<string, string>? Mix { get; init; }

    /// <summary>Replaces <c>distribution.vus_per_container</c>, for both types of worker.</summary>
    public int? VusPerContainer { get; init; }

    /// <summary>Replaces <c>cpu</c> in <c>distribution.resources</c>, for both types of worker.</summary>
    public double? Cpu { get; init; }

    /// <summary>Replaces <c>memory</c> (GB) in <c>distribution.resources</c>, for both types of worker.</summary>
    public double? MemoryGB { get; init; }

    /// <summary>Replaces <c>execution.compute</c>.</summary>
    public LoadTestCompute? Compute { get; init; }

    /// <summary>Replaces <c>execution.start_timeout</c>.</summary>
    public string? StartTimeout { get; init; }

    /// <summary>Replaces <c>execution.start_quorum</c>: 0 to 1.</summary>
    public double? StartQuorum { get; init; }

    /// <summary>Replaces <c>execution.on_missing_workers</c>.</summary>
    public MissingWorkersPolicy? OnMissingWorkers { get; init; }

    /// <summary>Replaces <c>execution.max_duration</c>.</summary>
    public string? MaxDuration { get; init; }

    /// <summary>Replaces <c>execution.min_coverage</c>: 0 to 1.</summary>
    public double? MinCoverage { get; init; }

    /// <summary>Replaces <c>execution.cleanup</c>.</summary>
    public CleanupPolicy? Cleanup { get; init; }

    /// <summary>Adds to <c>execution.stop_when</c>: rules by metric.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? StopWhen { get; init; }

    /// <summary>Replaces <c>azure.subscription_id</c>.</summary>
    public string? SubscriptionId { get; init; }

    /// <summary>Replaces <c>azure.resource_group</c>.</summary>
    public string? ResourceGroup { get; init; }

    /// <summary>Replaces <c>azure.location</c>. Sets aside the file's <c>azure.locations</c>.</summary>
    public string? Location { get; init; }

    /// <summary>Replaces <c>azure.storage_account</c>.</summary>
    public string? StorageAccount { get; init; }

    /// <summary>Replaces <c>azure.container_name</c>.</summary>
    public string? ContainerName { get; init; }

    /// <summary>Replaces <c>azure.container_registry</c>.</summary>
    public string? ContainerRegistry { get; init; }

    /// <summary>Replaces <c>azure.identity</c>.</summary>
    public string? Identity { get; init; }
}
