using LoadTestAz.Azure.Aci.Arm;
using LoadTestAz.Azure.Aci.Preflight;
using LoadTestAz.Azure.Tests.Aci.Support;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure.Tests.Aci.Arm;

public sealed class ArmClientTests
{
    private readonly ArmWorld _world = new();

    [Fact]
    public async Task A_read_worth_waiting_for_rides_out_half_a_minute()
    {
        var down = _world.Clock.GetUtcNow() + TimeSpan.FromSeconds(30);
        _world.Arm.Before = _ => _world.Clock.GetUtcNow() < down ? ScriptedArm.Error(503, "ServerTimeout", "busy") : null;

        Assert.Empty(await _world.ElapseAsync(_world.Client.ListGroupsAsync(ArmClient.Patience, default)));

        Assert.InRange(_world.Arm.Requests.Count, 4, 10);
    }

    [Fact]
    public async Task It_gives_up_when_its_patience_is_over()
    {
        _world.Arm.Before = _ => ScriptedArm.Error(500, "InternalServerError", "broken");
        var before = _world.Clock.GetUtcNow();

        var error = await Assert.ThrowsAsync<ComputeException>(() => _world.ElapseAsync(_world.Client.ListGroupsAsync(ArmClient.Patience, default)));

        Assert.Equal(ComputeFailure.Unavailable, error.Failure);
        Assert.InRange(_world.Clock.GetUtcNow() - before, TimeSpan.FromMinutes(1.5), TimeSpan.FromMinutes(2.5));
    }

    [Fact]
    public async Task Throttling_holds_all_reads_back()
    {
        _world.Arm.Before = _ => _world.Arm.Requests.Count == 1 ? ScriptedArm.Error(429, "SubscriptionRequestsThrottled", "slow down", retryAfter: 20) : null;
        var before = _world.Clock.GetUtcNow();

        await _world.ElapseAsync(_world.Client.ListGroupsAsync(ArmClient.Patience, default));
        await _world.ElapseAsync(_world.Client.FindGroupAsync("other", ArmClient.Patience, default));

        Assert.All(_world.Arm.Requests.Skip(1), request => Assert.True(request.At >= before + TimeSpan.FromSeconds(20)));
        Assert.Contains(_world.Notices, notice => notice.Contains("(429)", StringComparison.Ordinal) && notice.Contains("20s", StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_pages_are_read()
    {
        _world.Arm.PageSize = 2;
        var plan = ArmWorld.Plan(5);
        await _world.CreateRunAsync(plan);
        foreach (var worker in plan.Workers)
            await _world.NewBackend(plan).LaunchAsync(plan, worker, _world.Store, WorkerSecrets.None, default);

        Assert.Equal(5, (await _world.Client.ListGroupsAsync(ArmClient.Patience, default)).Count);
    }

    [Theory]
    [InlineData(401, "ExpiredAuthenticationToken", ComputeFailure.PermissionDenied, "sign in to the tenant")]
    [InlineData(403, "AuthorizationFailed", ComputeFailure.PermissionDenied, "Azure Container Instances Contributor Role")]
    [InlineData(403, "LinkedAuthorizationFailed", ComputeFailure.PermissionDenied, "Managed Identity Operator")]
    [InlineData(403, "RequestDisallowedByPolicy", ComputeFailure.PermissionDenied, "policy")]
    [InlineData(404, "ResourceGroupNotFound", ComputeFailure.NotFound, "azure.resource_group")]
    [InlineData(404, "SubscriptionNotFound", ComputeFailure.NotFound, "azure.subscription_id")]
    [InlineData(409, "MissingSubscriptionRegistration", ComputeFailure.NotFound, "Register-AzResourceProvider")]
    [InlineData(400, "Whatever", ComputeFailure.Refused, "400 Whatever: words")]
    public async Task An_error_names_the_remedy(int status, string code, ComputeFailure failure, string remedy)
    {
        _world.Arm.Before = _ => ScriptedArm.Error(status, code, "words");

        var error = await Assert.ThrowsAsync<ComputeException>(() => _world.Client.ListGroupsAsync(ArmClient.Patience, default));

        Assert.Equal(failure, error.Failure);
        Assert.Contains(remedy, error.Message);
        Assert.Single(_world.Arm.Requests);
    }

    [Fact]
    public async Task What_a_check_before_the_start_needs_is_read()
    {
        var base1 = $"/subscriptions/{ArmWorld.Subscription}";
        _world.Arm.Before = request => new HttpResponseMessage
        {
            Content = new StringContent(request.Uri.AbsolutePath switch
            {
                var p when p == base1 => """{"subscriptionId": "s", "displayName": "Load", "state": "Enabled", "tenantId": "t"}""",
                var p when p == $"{base1}/resourceGroups/rg" => """{"name": "rg", "location": "eastus", "properties": {"provisioningState": "Succeeded"}}""",
                var p when p == $"{base1}/providers/Microsoft.ContainerInstance" => """{"namespace": "Microsoft.ContainerInstance", "registrationState": "Registered", "resourceTypes": [{"resourceType": "containerGroups", "locations": ["East US"], "apiVersions": ["2026-07-01"]}]}""",
                var p when p.EndsWith("/locations/eastus/usages", StringComparison.Ordinal) => """{"value": [{"unit": "Count", "currentValue": 3, "limit": 100, "name": {"value": "ContainerGroups", "localizedValue": "Container Groups"}}]}""",
                var p when p.EndsWith("/locations/eastus/capabilities", StringComparison.Ordinal) => """{"value": [{"resourceType": "containerGroups", "osType": "Linux", "location": "eastus", "ipAddressType": "Public", "gpu": "None", "capabilities": {"maxMemoryInGB": 16.0, "maxCpu": 4.0, "maxGpuCount": 0.0}}]}""",
                _ => "{}",
            }),
        };

        Assert.Equal("Enabled", (await new Surroundings(_world.Client).FindSubscriptionAsync(default))!.State);
        Assert.Equal("eastus", (await new Surroundings(_world.Client).FindResourceGroupAsync(default))!.Location);
        var provider = (await new Surroundings(_world.Client).FindProviderAsync(default))!;
        Assert.Equal(("Registered", "East US"), (provider.RegistrationState, provider.ResourceTypes![0].Locations![0]));
        var usage = Assert.Single(await new Surroundings(_world.Client).ListUsagesAsync("eastus", default));
        Assert.Equal(("ContainerGroups", 3, 100), (usage.Name!.Value, usage.CurrentValue, usage.Limit));
        var capability = Assert.Single(await new Surroundings(_world.Client).ListCapabilitiesAsync("eastus", default));
        Assert.Equal((4, 16), (capability.Capabilities!.MaxCpu, capability.Capabilities.MaxMemoryInGB));
    }

    [Fact]
    public async Task What_is_not_there_is_null()
    {
        Assert.Null(await new Surroundings(_world.Client).FindSubscriptionAsync(default));
        Assert.Null(await _world.Client.FindGroupAsync("none", ArmClient.Patience, default));
        Assert.Null(await _world.Client.FindLogAsync("none", "worker", default));
    }
}
