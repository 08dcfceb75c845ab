namespace LoadTestAz.Plans.Binding;

/// <summary>Which keys a plan file may have, by section. The one list: what is not here is a mistake.</summary>
internal static class PlanSchema
{
    /// <summary>Section of each request in <c>test.requests</c>.</summary>
    public const string Request = "test.requests[]";

    /// <summary>Section of a threshold in <c>test.thresholds</c> that is written as a mapping.</summary>
    public const string Threshold = "test.thresholds[]";

    private static readonly string[] ByType = ["protocol", "browser"];
    private static readonly string[] Resources = ["cpu", "memory"];

    /// <summary>Keys by the path of their section; the root's path is empty.</summary>
    public static IReadOnlyDictionary<string, string[]> Sections { get; } = new Dictionary<string, string[]>
    {
        [""] = ["name", "azure", "distribution", "test", "execution"],
        ["azure"] = ["subscription_id", "resource_group", "location", "locations", "spread", "storage_account", "container_name", "container_registry",
            "identity", "identity_client_id", "images", "subnet_id", "zones", "priority", "log_analytics", "tags", "cloud", "arm_endpoint", "blob_endpoint", "prices"],
        ["azure.images"] = ByType,
        ["azure.log_analytics"] = ["workspace_id", "key_secret"],
        ["azure.prices"] = ["vcpu_hour", "gb_hour"],
        ["distribution"] = ["total_vus", "duration", "vus_per_container", "resources", "mix"],
        ["distribution.vus_per_container"] = ByType,
        ["distribution.resources"] = ByType,
        ["distribution.resources.protocol"] = Resources,
        ["distribution.resources.browser"] = Resources,
        ["distribution.mix"] = ByType,
        ["test"] = ["type", "engine", "capture", "target_url", "script", "setup", "env", "secrets", "requests", "sleep", "thresholds", "tags"],
        [Request] = ["name", "method", "url", "headers", "body", "expect_status"],
        [Threshold] = ["threshold", "abortOnFail", "delayAbortEval"],
        ["execution"] = ["compute", "start_timeout", "start_quorum", "on_missing_workers", "max_duration", "min_coverage", "cleanup", "stop_when"],
    };

    /// <summary>The key that was probably meant: in this section if it is there, with its section if it belongs elsewhere; null when there is no telling.</summary>
    public static string? Suggest(string section, string key) =>
        Spelling.Same(key, Sections[section]) ?? Elsewhere(section, key) ?? Spelling.Nearest(key, Sections[section]);

    private static string? Elsewhere(string section, string key)
    {
        foreach (var (other, keys) in Sections)
        {
            if (other != section && !other.EndsWith("[]", StringComparison.Ordinal) && Spelling.Same(key, keys) is { } found)
                return other.Length == 0 ? found : $"{other}.{found}";
        }

        return null;
    }
}
