using System.Text.Json.Nodes;
using LoadTestAz.AciStandIn.Tests.Support;

namespace LoadTestAz.AciStandIn.Tests.Arm;

/// <summary>The life of groups as a client sees it.</summary>
public sealed class GroupCallTests : IAsyncLifetime
{
    private Rig _rig = null!;

    private ArmClient Client => _rig.Client;

    public async ValueTask InitializeAsync() => _rig = await Rig.StartAsync(new() { PageSize = 3 });

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_group_is_accepted_runs_and_succeeds()
    {
        var body = Bodies.Of("identity");
        body["location"] = "East US";
        var created = await Client.PutAsync("w", body);
        var container = await _rig.Runtime.GetAsync(0);
        container.Start.Print("hello");
        var running = await Client.UntilAsync("w", "Running");
        container.Exit(0);
        var ended = await Client.UntilAsync("w", "Succeeded");

        Assert.Equal(201, created.Status);
        Assert.Equal("eastus", (string?)created.Body!["location"]);
        Assert.Equal("client-1", (string?)created.Body["identity"]!["userAssignedIdentities"]![Bodies.Identity]!["clientId"]);
        Assert.Equal(("lt-1", "s3cret"), (container.Start.Environment["RUN_ID"], container.Start.Environment["API_KEY"]));
        Assert.Equal("Succeeded", (string?)running["provisioningState"]);
        Assert.Equal("Running", (string?)CurrentState(running)["state"]);
        Assert.Equal(("Terminated", 0, "Completed"), ((string?)CurrentState(ended)["state"], (int?)CurrentState(ended)["exitCode"], (string?)CurrentState(ended)["detailStatus"]));
        Assert.Equal(["Pulling", "Pulled", "Started"], View(ended)["events"]!.AsArray().Select(e => (string?)e!["name"]));
        Assert.Equal("hello\n", await Client.LogAsync("w"));
    }

    [Fact]
    public async Task A_container_that_fails_fails_its_group()
    {
        await Client.PutAsync("w", Bodies.Plain());
        (await _rig.Runtime.GetAsync(0)).Exit(3);
        var ended = await Client.UntilAsync("w", "Failed");

        Assert.Equal((3, "Error"), ((int?)CurrentState(ended)["exitCode"], (string?)CurrentState(ended)["detailStatus"]));
        Assert.Equal("Succeeded", (string?)ended["provisioningState"]);
    }

    [Theory]
    [InlineData("OnFailure", 1)]
    [InlineData("Always", 0)]
    public async Task The_restart_policy_is_kept(string policy, int exitCode)
    {
        var body = Bodies.Plain();
        body["properties"]!["restartPolicy"] = policy;
        await Client.PutAsync("w", body);
        (await _rig.Runtime.GetAsync(0)).Exit(exitCode);
        await _rig.Runtime.GetAsync(1);

        var view = View(await Client.UntilAsync("w", "Running"));
        await Eventually.TrueAsync("restarted", async () => (int?)(view = View((JsonObject)(await Client.GetAsync("w")).Body!["properties"]!))["restartCount"] == 1);
        Assert.Equal(exitCode, (int?)view["previousState"]!["exitCode"]);
    }

    [Fact]
    public async Task An_operation_is_followed_by_either_link()
    {
        var created = await Client.PutAsync("w", Bodies.Plain());
        await Client.UntilAsync("w", "Running");

        var operation = await Client.SendAsync("GET", created.OperationLink);
        var result = await Client.SendAsync("GET", created.ResultLink);

        Assert.Equal(1, created.RetryAfter);
        Assert.Equal(("Succeeded", null), ((string?)operation.Body!["status"], operation.RetryAfter));
        Assert.EndsWith("/containerGroups/w", (string?)operation.Body["id"]);
        Assert.Equal((200, "w"), (result.Status, (string?)result.Body!["name"]));
    }

    [Fact]
    public async Task A_list_comes_in_pages_and_without_states()
    {
        for (var i = 0; i < 7; i++)
            await Client.PutAsync($"w-{i}", Bodies.Plain());

        var names = new List<string?>();
        var pages = 0;
        for (var page = await Client.ListAsync(); ; page = await Client.SendAsync("GET", (string)page.Body!["nextLink"]!))
        {
            pages++;
            Assert.DoesNotContain("instanceView", page.Body!.ToJsonString(), StringComparison.Ordinal);
            names.AddRange(page.Body["value"]!.AsArray().Select(g => (string?)g!["name"]));
            if (page.Body["nextLink"] is null)
                break;
        }

        Assert.Equal(3, pages);
        Assert.Equal(Enumerable.Range(0, 7).Select(i => $"w-{i}"), names);
        Assert.Equal(3, (await Client.SendAsync("GET", ArmClient.Versioned($"{Client.Subscription}/providers/Microsoft.ContainerInstance/containerGroups"))).Body!["value"]!.AsArray().Count);
    }

    [Fact]
    public async Task Secrets_never_come_back()
    {
        await Client.PutAsync("w", Bodies.Of("identity"));
        await Client.UntilAsync("w", "Running");

        Assert.DoesNotContain("s3cret", (await Client.GetAsync("w")).Body!.ToJsonString(), StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", (await Client.ListAsync()).Body!.ToJsonString(), StringComparison.Ordinal);
        var recorded = _rig.StandIn.Recorder.Requests[0];
        Assert.Equal(("PUT", 201, "w"), (recorded.Method, recorded.Status, recorded.Name));
        Assert.Contains("""{"name":"API_KEY","secureValue":"***"}""", recorded.Body!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Tags_are_patched_and_nothing_else()
    {
        await Client.PutAsync("w", Bodies.Plain());
        var path = ArmClient.Versioned(Client.GroupPath("w"));

        var patched = await Client.SendAsync("PATCH", path, new JsonObject { ["tags"] = new JsonObject { ["a"] = "b" } });
        var refused = await Client.SendAsync("PATCH", path, new JsonObject { ["properties"] = new JsonObject() });

        Assert.Equal((200, """{"a":"b"}"""), (patched.Status, patched.Body!["tags"]!.ToJsonString()));
        Assert.Equal(400, refused.Status);
    }

    [Fact]
    public async Task A_delete_ends_the_container_and_is_gone_when_done()
    {
        await Client.PutAsync("w", Bodies.Plain());
        var container = await _rig.Runtime.GetAsync(0);
        await Client.UntilAsync("w", "Running");

        var deleted = await Client.DeleteAsync("w");
        await Client.UntilGoneAsync("w");

        Assert.Equal(202, deleted.Status);
        Assert.True(container.WasStopped);
        Assert.Equal("Succeeded", (string?)(await Client.SendAsync("GET", deleted.OperationLink)).Body!["status"]);
        Assert.Equal(204, (await Client.SendAsync("GET", deleted.ResultLink)).Status);
        Assert.Equal(204, (await Client.DeleteAsync("w")).Status);
        Assert.Empty(_rig.StandIn.Groups);
    }

    [Fact]
    public async Task A_group_is_stopped_and_started_again()
    {
        await Client.PutAsync("w", Bodies.Plain());
        await Client.UntilAsync("w", "Running");

        Assert.Equal(204, (await Client.PostAsync("w", "stop")).Status);
        var stopped = await Client.UntilAsync("w", "Stopped");
        var started = await Client.PostAsync("w", "start");
        await Client.UntilAsync("w", "Running");

        Assert.Equal(("Terminated", "Container stopped per client request"), ((string?)CurrentState(stopped)["state"], (string?)CurrentState(stopped)["detailStatus"]));
        Assert.Equal(202, started.Status);
        Assert.Equal(2, _rig.Runtime.Started.Count);
    }

    [Fact]
    public async Task A_restart_replaces_the_container()
    {
        await Client.PutAsync("w", Bodies.Plain());
        var first = await _rig.Runtime.GetAsync(0);
        await Client.UntilAsync("w", "Running");

        var restarted = await Client.PostAsync("w", "restart");
        await _rig.Runtime.GetAsync(1);

        Assert.Equal(204, restarted.Status);
        Assert.NotEmpty(restarted.OperationLink);
        Assert.True(first.WasStopped);
    }

    [Fact]
    public async Task Another_PUT_of_the_name_replaces_what_runs()
    {
        await Client.PutAsync("w", Bodies.Plain());
        var first = await _rig.Runtime.GetAsync(0);
        await Client.UntilAsync("w", "Running");

        Assert.Equal(200, (await Client.PutAsync("w", Bodies.Plain())).Status);

        await _rig.Runtime.GetAsync(1);
        Assert.True(first.WasStopped);
    }

    [Fact]
    public async Task A_log_is_read_from_its_end()
    {
        await Client.PutAsync("w", Bodies.Plain());
        var container = await _rig.Runtime.GetAsync(0);
        foreach (var line in new[] { "one", "two", "three" })
            container.Start.Print(line);

        Assert.Equal("two\nthree\n", await Client.LogAsync("w", "&tail=2"));
        Assert.Matches(@"\A\d{4}-\d\d-\d\dT[\d:.]+Z three\n\z", await Client.LogAsync("w", "&tail=1&timestamps=true"));
    }

    private static JsonObject View(JsonObject properties) => (JsonObject)properties["containers"]![0]!["properties"]!["instanceView"]!;

    private static JsonObject CurrentState(JsonObject properties) => (JsonObject)View(properties)["currentState"]!;
}
