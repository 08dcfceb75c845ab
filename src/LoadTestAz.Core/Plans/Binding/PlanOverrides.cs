using System.Globalization;

namespace LoadTestAz.Plans.Binding;

/// <summary>Parameters in the form of a plan file's values, by the path of what they replace.</summary>
internal sealed class PlanOverrides
{
    private static readonly (string Path, string Parameter, Func<PlanParameters, object?> Value)[] Settings =
    [
        ("name", nameof(PlanParameters.Name), p => p.Name),
        ("test.type", nameof(PlanParameters.TestType), p => p.TestType),
        ("test.engine", nameof(PlanParameters.Engine), p => p.Engine),
        ("test.capture", nameof(PlanParameters.Capture), p => p.Capture),
        ("test.target_url", nameof(PlanParameters.TargetUrl), p => p.TargetUrl),
        ("test.script", nameof(PlanParameters.Script), p => p.Script),
        ("test.setup", nameof(PlanParameters.Setup), p => p.Setup),
        ("test.env", nameof(PlanParameters.Env), p => p.Env),
        ("test.secrets", nameof(PlanParameters.SecretName), p => p.SecretName),
        ("test.requests", nameof(PlanParameters.Request), p => p.Request),
        ("test.sleep", nameof(PlanParameters.Sleep), p => p.Sleep),
        ("test.thresholds", nameof(PlanParameters.Threshold), p => p.Threshold),
        ("test.tags", nameof(PlanParameters.Tag), p => p.Tag),
        ("distribution.total_vus", nameof(PlanParameters.TotalVus), p => p.TotalVus),
        ("distribution.duration", nameof(PlanParameters.Duration), p => p.Duration),
        ("distribution.mix", nameof(PlanParameters.Mix), p => p.Mix),
        ("distribution.vus_per_container.protocol", nameof(PlanParameters.VusPerContainer), p => p.VusPerContainer),
        ("distribution.vus_per_container.browser", nameof(PlanParameters.VusPerContainer), p => p.VusPerContainer),
        ("distribution.resources.protocol.cpu", nameof(PlanParameters.Cpu), p => p.Cpu),
        ("distribution.resources.browser.cpu", nameof(PlanParameters.Cpu), p => p.Cpu),
        ("distribution.resources.protocol.memory", nameof(PlanParameters.MemoryGB), p => p.MemoryGB),
        ("distribution.resources.browser.memory", nameof(PlanParameters.MemoryGB), p => p.MemoryGB),
        ("execution.compute", nameof(PlanParameters.Compute), p => p.Compute),
        ("execution.start_timeout", nameof(PlanParameters.StartTimeout), p => p.StartTimeout),
        ("execution.start_quorum", nameof(PlanParameters.StartQuorum), p => p.StartQuorum),
        ("execution.on_missing_workers", nameof(PlanParameters.OnMissingWorkers), p => p.OnMissingWorkers),
        ("execution.max_duration", nameof(PlanParameters.MaxDuration), p => p.MaxDuration),
        ("execution.min_coverage", nameof(PlanParameters.MinCoverage), p => p.MinCoverage),
        ("execution.cleanup", nameof(PlanParameters.Cleanup), p => p.Cleanup),
        ("execution.stop_when", nameof(PlanParameters.StopWhen), p => p.StopWhen),
        ("azure.subscription_id", nameof(PlanParameters.SubscriptionId), p => p.SubscriptionId),
        ("azure.resource_group", nameof(PlanParameters.ResourceGroup), p => p.ResourceGroup),
        ("azure.location", nameof(PlanParameters.Location), p => p.Location),
        ("azure.storage_account", nameof(PlanParameters.StorageAccount), p => p.StorageAccount),
        ("azure.container_name", nameof(PlanParameters.ContainerName), p => p.ContainerName),
        ("azure.container_registry", nameof(PlanParameters.ContainerRegistry), p => p.ContainerRegistry),
        ("azure.identity", nameof(PlanParameters.Identity), p => p.Identity),
    ];

    private readonly Dictionary<string, PlanNode> _nodes = [];

    public PlanOverrides(PlanParameters parameters)
    {
        foreach (var (path, parameter, value) in Settings)
        {
            if (value(parameters) is { } given)
                _nodes[path] = Node(given, "-" + parameter);
        }
    }

    /// <summary>The parameter that sets what stands at that path in a file, such as <c>-TargetUrl</c>.</summary>
    public static string ParameterFor(string path) => "-" + Settings.First(setting => setting.Path == path).Parameter;

    /// <summary>What was given as a parameter for that path; null for nothing.</summary>
    public PlanNode? Find(string path) => _nodes.GetValueOrDefault(path);

    private static PlanNode Node(object value, string parameter) => value switch
    {
        IReadOnlyDictionary<string, string> map => Mapping(map, parameter),
        IReadOnlyDictionary<string, IReadOnlyList<string>> map => Mapping(map, parameter),
        IReadOnlyList<string> list => new PlanSequence([.. list.Select((item, i) => Node(item, $"{parameter}[{i}]"))], 0, 0) { Parameter = parameter },
        _ => new PlanScalar(Text(value), IsQuoted: true, 0, 0) { Parameter = parameter },
    };

    private static PlanMapping Mapping<T>(IReadOnlyDictionary<string, T> map, string parameter)
        where T : notnull
    {
        var entries = map.Select(pair => new PlanEntry(
            new PlanScalar(pair.Key, IsQuoted: true, 0, 0) { Parameter = $"{parameter}.{pair.Key}" },
            Node(pair.Value, $"{parameter}.{pair.Key}")));
        return new PlanMapping([.. entries], 0, 0) { Parameter = parameter };
    }

    private static string Text(object value) => value switch
    {
        Enum word => PlanValue.Word(word),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => (string)value,
    };
}
