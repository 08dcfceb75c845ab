using System.Text.Json.Nodes;

namespace LoadTestAz.AciStandIn.Tests.Support;

/// <summary>PUT bodies of the plan's variants.</summary>
internal static class Bodies
{
    public const string Subnet = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/loadtest/providers/Microsoft.Network/virtualNetworks/net/subnets/workers";
    public const string Identity = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/loadtest/providers/Microsoft.ManagedIdentity/userAssignedIdentities/worker";

    /// <summary>The names of all variants.</summary>
    public static TheoryData<string> Variants => ["plain", "identity", "private network", "spot", "zone", "diagnostics", "own image"];

    /// <summary>The least that a worker needs.</summary>
    public static JsonObject Plain(params (string Name, string Value)[] environment) => new()
    {
        ["location"] = "eastus",
        ["tags"] = new JsonObject { ["loadtestaz-run"] = "lt-1", ["loadtestaz-worker"] = "0" },
        ["properties"] = new JsonObject
        {
            ["osType"] = "Linux",
            ["restartPolicy"] = "Never",
            ["containers"] = new JsonArray(new JsonObject
            {
                ["name"] = "worker",
                ["properties"] = new JsonObject
                {
                    ["image"] = "registry.example.com/loadtest-worker:1",
                    ["environmentVariables"] = new JsonArray([.. environment.Select(e => new JsonObject { ["name"] = e.Name, ["value"] = e.Value })]),
                    ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["cpu"] = 1, ["memoryInGB"] = 1.5 } },
                },
            }),
        },
    };

    /// <summary>A body of each variant.</summary>
    public static JsonObject Of(string variant)
    {
        var body = Plain(("RUN_ID", "lt-1"));
        var properties = (JsonObject)body["properties"]!;
        switch (variant)
        {
            case "identity":
                body.SetIdentity(Identity);
                body.Variables().Add(new JsonObject { ["name"] = "API_KEY", ["secureValue"] = "s3cret" });
                break;
            case "private network":
                properties["subnetIds"] = new JsonArray(new JsonObject { ["id"] = Subnet });
                break;
            case "spot":
                properties["priority"] = "Spot";
                break;
            case "zone":
                body["zones"] = new JsonArray("2");
                break;
            case "diagnostics":
                properties["diagnostics"] = new JsonObject
                {
                    ["logAnalytics"] = new JsonObject { ["workspaceId"] = "w", ["workspaceKey"] = "k3y", ["logType"] = "ContainerInstanceLogs" },
                };
                break;
            case "own image":
                body.SetIdentity(Identity);
                properties["imageRegistryCredentials"] = new JsonArray(new JsonObject { ["server"] = "registry.example.com", ["identity"] = Identity });
                break;
        }

        return body;
    }

    public static JsonObject Container(this JsonObject body) => (JsonObject)body["properties"]!["containers"]![0]!;

    public static JsonArray Variables(this JsonObject body) => (JsonArray)body.Container()["properties"]!["environmentVariables"]!;

    public static JsonObject Requests(this JsonObject body) => (JsonObject)body.Container()["properties"]!["resources"]!["requests"]!;

    public static void SetIdentity(this JsonObject body, string id) => body["identity"] = new JsonObject
    {
        ["type"] = "UserAssigned",
        ["userAssignedIdentities"] = new JsonObject { [id] = new JsonObject() },
    };
}
