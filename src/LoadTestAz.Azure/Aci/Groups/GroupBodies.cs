using System.Globalization;
using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure.Aci.Groups;

/// <summary>What a worker's container group is asked to be.</summary>
/// <param name="plan">The plan; for Azure.</param>
/// <param name="expiresAt">When the run is over, whatever happens.</param>
/// <param name="secrets">What the worker finds in its environment and nobody else sees.</param>
/// <param name="workspaceKey">The key of the plan's Log Analytics workspace; null when the plan names none.</param>
internal sealed class GroupBodies(LoadTestPlan plan, DateTimeOffset expiresAt, WorkerSecrets secrets, string? workspaceKey)
{
    private readonly LoadTestAzureSettings _azure = plan.Azure!;

    /// <summary>The body of a worker's group in a region.</summary>
    public GroupBody Of(LoadTestPlanWorker worker, string location)
    {
        var image = _azure.Images!.Of(worker.TestType)!;
        return new GroupBody(
            location,
            GroupTags.Of(plan.RunId, worker.Index, expiresAt, _azure.Tags),
            _azure.Zones.Count == 0 ? null : [_azure.Zones[worker.Index % _azure.Zones.Count]],
            new GroupIdentity("UserAssigned", new Dictionary<string, EmptyObject> { [_azure.Identity!] = new() }),
            new GroupProperties
            {
                OsType = "Linux",
                Sku = "Standard",
                // After an exit code other than 0 the platform may start the container again all the same: the worker always exits 0.
                RestartPolicy = "Never",
                Priority = $"{_azure.Priority}",
                Containers = [new ContainerBody(GroupNames.Container, new(image, new(new(worker.Cpu, worker.MemoryGB)), Variables(worker)))],
                ImageRegistryCredentials = IsInRegistry(image) ? [new RegistryCredential(_azure.ContainerRegistry!, _azure.Identity!)] : null,
                SubnetIds = _azure.SubnetId is { } subnet ? [new SubnetReference(subnet)] : null,
                Diagnostics = _azure.LogAnalytics is { } log ? new(new LogAnalyticsBody(log.WorkspaceId, workspaceKey!, "ContainerInstanceLogs")) : null,
            });
    }

    // An image from elsewhere is a public one: the identity is known to the plan's registry only.
    private bool IsInRegistry(string image) =>
        _azure.ContainerRegistry is { } registry && image.StartsWith(registry + "/", StringComparison.OrdinalIgnoreCase);

    private Variable[] Variables(LoadTestPlanWorker worker)
    {
        var variables = new List<Variable>
        {
            new("WORKER_INDEX", Text(worker.Index)),
            new("WORKER_COUNT", Text(plan.Workers.Count)),
            new("TOTAL_VUS", Text(plan.TotalVus)),
            new("VUS", Text(worker.Vus)),
            new("DURATION", K6Duration.Format(plan.Duration)),
            new("RUN_ID", plan.RunId),
            new("TEST_TYPE", worker.TestType.ToString().ToLowerInvariant()),
            new("STORAGE_ACCOUNT", _azure.StorageAccount),
            new("CONTAINER_NAME", _azure.ContainerName),
            new("LOADTEST_BLOB_ENDPOINT", _azure.BlobService),
            new("LOADTEST_EXPIRES_AT", GroupTags.Instant(expiresAt)),
        };
        if (plan.TargetUrl is { } target)
            variables.Add(new("TARGET_URL", target.OriginalString));
        if (_azure.IdentityClientId is { } client)
            variables.Add(new("AZURE_CLIENT_ID", client));
        variables.AddRange(secrets.Names.Select(name => new Variable(name, SecureValue: secrets.Find(name))));
        return [.. variables];
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
