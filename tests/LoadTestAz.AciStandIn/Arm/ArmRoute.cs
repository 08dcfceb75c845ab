namespace LoadTestAz.AciStandIn.Arm;

/// <summary>A request's method and path, understood. ARM takes names and keywords in any case.</summary>
internal sealed record ArmRoute(ArmCall Call, string Path)
{
    private const string Namespace = "microsoft.containerinstance";

    public string? Subscription { get; private init; }

    public string? ResourceGroup { get; private init; }

    /// <summary>The container group.</summary>
    public string? Name { get; private init; }

    public string? Container { get; private init; }

    public string? Location { get; private init; }

    public string? OperationId { get; private init; }

    /// <summary>Whether it is for the provider of container groups, whose api-version is pinned.</summary>
    public bool IsContainerInstance => Call is >= ArmCall.PutGroup and <= ArmCall.Capabilities;

    public static ArmRoute Parse(string method, string path)
    {
        var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (parts is not [var first, var subscription, .. var rest] || !Same(first, "subscriptions"))
            return new(ArmCall.Unknown, path);

        string? resourceGroup = null;
        if (rest is [var keyword, var group, ..] && Same(keyword, "resourceGroups"))
        {
            resourceGroup = group;
            rest = rest[2..];
        }

        var route = new ArmRoute(method == "GET" ? ArmCall.Resource : ArmCall.Unknown, path) { Subscription = subscription, ResourceGroup = resourceGroup };
        if (rest.Length == 0)
            return route with { Call = (method, resourceGroup) switch { ("GET", null) => ArmCall.Subscription, ("GET", _) => ArmCall.ResourceGroup, _ => ArmCall.Unknown } };
        return Same(rest[0], "providers") && rest.Length > 1 && Same(rest[1], Namespace) ? OfProvider(route, method, rest[2..]) : route;
    }

    private static ArmRoute OfProvider(ArmRoute route, string method, string[] rest) => rest switch
    {
        [] when method == "GET" && route.ResourceGroup is null => route with { Call = ArmCall.Provider },
        [var type] when method == "GET" && Same(type, "containerGroups") => route with { Call = ArmCall.ListGroups },
        [var type, var name, .. var more] when route.ResourceGroup is not null && Same(type, "containerGroups") => OfGroup(route with { Name = name }, method, more),
        [var type, var location, var what] when method == "GET" && route.ResourceGroup is null && Same(type, "locations") => route with
        {
            Location = location,
            Call = Same(what, "usages") ? ArmCall.Usages : Same(what, "capabilities") ? ArmCall.Capabilities : ArmCall.Unknown,
        },
        [var type, var location, var what, var id] when method == "GET" && route.ResourceGroup is null && Same(type, "locations") => route with
        {
            Location = location,
            OperationId = id,
            Call = Same(what, "operations") ? ArmCall.Operation : Same(what, "operationResults") ? ArmCall.OperationResult : ArmCall.Unknown,
        },
        _ => route with { Call = ArmCall.Unknown },
    };

    private static ArmRoute OfGroup(ArmRoute route, string method, string[] rest) => (method, rest) switch
    {
        ("PUT", []) => route with { Call = ArmCall.PutGroup },
        ("GET", []) => route with { Call = ArmCall.GetGroup },
        ("PATCH", []) => route with { Call = ArmCall.PatchGroup },
        ("DELETE", []) => route with { Call = ArmCall.DeleteGroup },
        ("POST", [var verb]) when Same(verb, "start") => route with { Call = ArmCall.StartGroup },
        ("POST", [var verb]) when Same(verb, "stop") => route with { Call = ArmCall.StopGroup },
        ("POST", [var verb]) when Same(verb, "restart") => route with { Call = ArmCall.RestartGroup },
        ("GET", [var type, var container, var what]) when Same(type, "containers") && Same(what, "logs") =>
            route with { Call = ArmCall.ContainerLogs, Container = container },
        _ => route with { Call = ArmCall.Unknown },
    };

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}
