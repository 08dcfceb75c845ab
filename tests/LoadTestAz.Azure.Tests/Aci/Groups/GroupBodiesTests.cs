using System.Text.Json;
using System.Text.Json.Nodes;
using LoadTestAz.AciStandIn.OfficialTypes;
using LoadTestAz.Azure.Aci.Arm;
using LoadTestAz.Azure.Aci.Groups;
using LoadTestAz.Azure.Tests.Aci.Support;
using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure.Tests.Aci.Groups;

/// <summary>What is asked of Azure for each kind of plan, held against Microsoft's own type definition.</summary>
public sealed class GroupBodiesTests
{
    private const string Guid = "11111111-2222-3333-4444-555555555555";
    private const string Subnet = $"/subscriptions/{Guid}/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/v/subnets/load";
    private const string WorkspaceKey = "workspace-key-hush";
    private const string Token = "api-token-hush";
    private static readonly DateTimeOffset Expires = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private static readonly Dictionary<string, Func<LoadTestAzureSettings, LoadTestAzureSettings>> Variants = new()
    {
        ["plain"] = azure => azure,
        ["client id"] = azure => azure with { IdentityClientId = Guid },
        ["private network"] = azure => azure with { SubnetId = Subnet },
        ["Spot"] = azure => azure with { Priority = LoadTestPriority.Spot },
        ["zones"] = azure => azure with { Zones = ["1", "2"] },
        ["diagnostics"] = azure => azure with { LogAnalytics = new(Guid, "WORKSPACE_KEY") },
        ["own image"] = azure => azure with { Images = new("ghcr.io/acme/worker:1", "ghcr.io/acme/worker:1") },
        ["tags"] = azure => azure with { Tags = new Dictionary<string, string> { ["team"] = "web" } },
        ["another cloud"] = azure => azure with { Cloud = LoadTestCloud.AzureUSGovernment },
    };

    public static TheoryData<string> Names => [.. Variants.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_variant_is_of_the_official_type(string variant)
    {
        Assert.Empty(BodyValidator.Validate(Body(variant)));
        Assert.Empty(BodyValidator.Validate(Body(variant, TestType.Browser)));
    }

    public static TheoryData<string> Mistaken => [.. Mistakes.Keys];

    // What the type has to find: a name that is not there, a value that is not in its list, the wrong kind, what only Azure
    // may set, and what is missing.
    private static readonly Dictionary<string, Action<JsonObject>> Mistakes = new()
    {
        ["unknown property"] = body => body["properties"]!["containers"]![0]!["properties"]!["restart"] = true,
        ["misspelt property"] = body => body["properties"]!["subnetIDs"] = new JsonArray(),
        ["value that is not in the list"] = body => body["properties"]!["priority"] = "Cheap",
        ["restart policy that is not in the list"] = body => body["properties"]!["restartPolicy"] = "Sometimes",
        ["text for a number"] = body => body["properties"]!["containers"]![0]!["properties"]!["resources"]!["requests"]!["cpu"] = "1",
        ["zones as one text"] = body => body["zones"] = "1",
        ["read-only state"] = body => body["properties"]!["provisioningState"] = "Succeeded",
        ["no containers"] = body => body["properties"]!.AsObject().Remove("containers"),
        ["no memory"] = body => body["properties"]!["containers"]![0]!["properties"]!["resources"]!["requests"]!.AsObject().Remove("memoryInGB"),
        ["variable without a name"] = body => body["properties"]!["containers"]![0]!["properties"]!["environmentVariables"]![0]!.AsObject().Remove("name"),
        ["credential without a server"] = body => body["properties"]!["imageRegistryCredentials"]![0]!.AsObject().Remove("server"),
        ["identity of an unknown kind"] = body => body["identity"]!["type"] = "Personal",
    };

    [Theory]
    [MemberData(nameof(Mistaken))]
    public void The_official_type_finds_a_mistake(string mistake)
    {
        var body = Body("plain");
        Mistakes[mistake](body);

        Assert.Single(BodyValidator.Validate(body));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_secret_stands_in_its_secure_value_and_nowhere_else(string variant)
    {
        var body = Body(variant);
        var secure = Variables(body).Where(v => v["secureValue"] is not null).ToDictionary(v => (string)v["name"]!, v => (string)v["secureValue"]!);
        Assert.Equal(new Dictionary<string, string> { ["API_TOKEN"] = Token }, secure);

        // These and the workspace's key, which the official type calls a secret as well, are all there is.
        foreach (var variable in Variables(body))
            variable.AsObject().Remove("secureValue");
        ((JsonObject?)body["properties"]!["diagnostics"]?["logAnalytics"])?.Remove("workspaceKey");
        Assert.DoesNotContain("hush", body.ToJsonString());
        Assert.Equal(variant == "diagnostics", Body(variant).ToJsonString().Contains(WorkspaceKey, StringComparison.Ordinal));
    }

    [Fact]
    public void A_worker_is_told_what_the_mission_names()
    {
        var variables = Variables(Body("client id")).Where(v => v["value"] is not null).ToDictionary(v => (string)v["name"]!, v => (string)v["value"]!);

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["WORKER_INDEX"] = "1",
                ["WORKER_COUNT"] = "3",
                ["TOTAL_VUS"] = "30",
                ["VUS"] = "10",
                ["DURATION"] = "1m",
                ["RUN_ID"] = "lt-20260102-030405-abcdef",
                ["TEST_TYPE"] = "protocol",
                ["TARGET_URL"] = "https://target.example/",
                ["STORAGE_ACCOUNT"] = "results123",
                ["CONTAINER_NAME"] = "results",
                ["AZURE_CLIENT_ID"] = Guid,
                ["LOADTEST_BLOB_ENDPOINT"] = "https://results123.blob.core.windows.net",
                ["LOADTEST_EXPIRES_AT"] = "2026-01-02T03:04:05Z",
            },
            variables);
    }

    [Fact]
    public void A_group_is_tagged_sized_and_never_restarted()
    {
        var body = Body("tags");
        var properties = body["properties"]!;

        Assert.Equal("eastus", (string?)body["location"]);
        Assert.Equal(
            """{"team":"web","loadtestaz-run":"lt-20260102-030405-abcdef","loadtestaz-worker":"1","loadtestaz-expires":"2026-01-02T03:04:05Z"}""",
            body["tags"]!.ToJsonString());
        Assert.Equal("UserAssigned", (string?)body["identity"]!["type"]);
        Assert.Equal(ArmWorld.IdentityId, Assert.Single((JsonObject)body["identity"]!["userAssignedIdentities"]!).Key);
        Assert.Equal(("Linux", "Never", "Regular"), ((string?)properties["osType"], (string?)properties["restartPolicy"], (string?)properties["priority"]));
        Assert.Equal("""{"requests":{"cpu":1,"memoryInGB":2}}""", properties["containers"]![0]!["properties"]!["resources"]!.ToJsonString());
        Assert.Equal("acme.azurecr.io/loadtestaz-worker:0.1.0", (string?)properties["containers"]![0]!["properties"]!["image"]);
        Assert.Null(properties["ipAddress"]);
    }

    [Fact]
    public void The_identity_pulls_from_the_plans_registry_only()
    {
        Assert.Equal($$"""[{"server":"acme.azurecr.io","identity":"{{ArmWorld.IdentityId}}"}]""", Body("plain")["properties"]!["imageRegistryCredentials"]!.ToJsonString());
        Assert.Null(Body("own image")["properties"]!["imageRegistryCredentials"]);
    }

    [Fact]
    public void Zones_are_taken_in_turn() => Assert.Equal(
        ["[\"1\"]", "[\"2\"]", "[\"1\"]"],
        Enumerable.Range(0, 3).Select(index => Body("zones", index: index)["zones"]!.ToJsonString()));

    private static IEnumerable<JsonNode> Variables(JsonObject body) => ((JsonArray)body["properties"]!["containers"]![0]!["properties"]!["environmentVariables"]!)!;

    private static JsonObject Body(string variant, TestType type = TestType.Protocol, int index = 1)
    {
        var plan = ArmWorld.Plan(change: Variants[variant]);
        var secrets = WorkerSecrets.Of(["API_TOKEN"], _ => Token);
        var body = new GroupBodies(plan, Expires, secrets, variant == "diagnostics" ? WorkspaceKey : null).Of(plan.Workers[index] with { TestType = type }, "eastus");
        return JsonSerializer.SerializeToNode(body, ArmJson.Default.GroupBody)!.AsObject();
    }
}
