using LoadTestAz.Azure.Aci.Groups;
using LoadTestAz.Azure.Tests.Aci.Support;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure.Tests.Aci.Groups;

/// <summary>Deleted is what is seen to be gone.</summary>
public sealed class GroupRemoverTests
{
    private readonly ArmWorld _world = new();

    [Fact]
    public async Task Gone_at_once_takes_two_requests()
    {
        Put("a");

        await _world.ElapseAsync(new GroupRemover(_world.Client, _world.Clock).RemoveAsync("a", default));

        Assert.Equal(["DELETE", "GET"], _world.Arm.Requests.Select(r => r.Method));
    }

    [Fact]
    public async Task What_was_never_there_is_no_error() =>
        await _world.ElapseAsync(new GroupRemover(_world.Client, _world.Clock).RemoveAsync("a", default));

    [Fact]
    public async Task A_group_that_survives_its_deletion_is_deleted_again()
    {
        Put("a");
        var deletes = 0;
        _world.Arm.Before = r => r.Method == "DELETE" && ++deletes == 1 ? new HttpResponseMessage(System.Net.HttpStatusCode.Accepted) : null;

        await _world.ElapseAsync(new GroupRemover(_world.Client, _world.Clock).RemoveAsync("a", default));

        Assert.Equal(2, deletes);
        Assert.Empty(_world.Arm.Groups);
    }

    [Fact]
    public async Task A_group_that_can_t_be_deleted_is_told_after_a_bound()
    {
        Put("a");
        _world.Arm.Before = r => r.Method == "DELETE" ? new HttpResponseMessage(System.Net.HttpStatusCode.Accepted) : null;
        var before = _world.Clock.GetUtcNow();

        var error = await Assert.ThrowsAsync<ComputeException>(() => _world.ElapseAsync(new GroupRemover(_world.Client, _world.Clock).RemoveAsync("a", default)));

        Assert.Contains("'a' is still there", error.Message);
        Assert.InRange(_world.Clock.GetUtcNow() - before, GroupRemover.Bound - TimeSpan.FromSeconds(30), GroupRemover.Bound + TimeSpan.FromMinutes(1));
        Assert.InRange(_world.Arm.Requests.Count, 20, 60);
    }

    [Theory]
    [InlineData(500, "InternalServerError")]
    [InlineData(503, "ServerTimeout")]
    [InlineData(429, "TooManyRequests")]
    public async Task A_deletion_that_meets_trouble_is_sent_again(int status, string code)
    {
        Put("a");
        var deletes = 0;
        _world.Arm.Before = r => r.Method == "DELETE" && ++deletes <= 3 ? ScriptedArm.Error(status, code, "busy", retryAfter: 5) : null;

        await _world.ElapseAsync(new GroupRemover(_world.Client, _world.Clock).RemoveAsync("a", default));

        Assert.Equal(4, deletes);
        Assert.Empty(_world.Arm.Groups);
    }

    [Fact]
    public async Task A_group_in_transition_is_deleted_when_it_is_through()
    {
        Put("a");
        var deletes = 0;
        _world.Arm.Before = r => r.Method == "DELETE" && ++deletes <= 1 ? ScriptedArm.Error(409, "ContainerGroupTransitioning", "still transitioning") : null;

        await _world.ElapseAsync(new GroupRemover(_world.Client, _world.Clock).RemoveAsync("a", default));

        Assert.Empty(_world.Arm.Groups);
    }

    [Fact]
    public async Task No_right_to_it_is_told_at_once()
    {
        Put("a");
        _world.Arm.Before = _ => ScriptedArm.Error(403, "AuthorizationFailed", "No right.");

        var error = await Assert.ThrowsAsync<ComputeException>(() => new GroupRemover(_world.Client, _world.Clock).RemoveAsync("a", default));

        Assert.Equal(ComputeFailure.PermissionDenied, error.Failure);
    }

    private void Put(string name) => _world.Arm.Groups[name] = System.Text.Json.Nodes.JsonNode.Parse($$"""{"name": "{{name}}", "properties": {"provisioningState": "Succeeded", "containers": []} }""")!.AsObject();
}
