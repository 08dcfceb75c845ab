using System.Net.Sockets;
using LoadTestAz.AciStandIn.Tests.Support;

namespace LoadTestAz.AciStandIn.Tests;

public sealed class LoopbackRelayTests
{
    [Fact]
    public async Task A_server_goes_out_of_reach_and_comes_back()
    {
        await using var rig = await Rig.StartAsync();
        await using var relay = new LoopbackRelay(rig.StandIn.Endpoint);
        using var client = new ArmClient(relay.Endpoint, rig.StandIn.Certificate.NewHandler(), rig.StandIn.World);

        Assert.Equal(200, (await client.ListAsync()).Status);
        relay.Cut();
        await AssertOutOfReachAsync(client.ListAsync);
        await AssertOutOfReachAsync(client.ListAsync);
        relay.Restore();
        Assert.Equal(200, (await client.ListAsync()).Status);
    }

    [Fact]
    public async Task A_request_under_way_is_cut_too()
    {
        await using var rig = await Rig.StartAsync();
        await using var relay = new LoopbackRelay(rig.StandIn.Endpoint);
        using var client = new ArmClient(relay.Endpoint, rig.StandIn.Certificate.NewHandler(), rig.StandIn.World);
        rig.StandIn.Faults.Add(AciStandIn.Faults.Fault.Slow(TimeSpan.FromMinutes(1)));

        var reply = client.ListAsync();
        await Eventually.TrueAsync("the request has come", () => rig.StandIn.Recorder.Requests.Count == 1);
        relay.Cut();

        await AssertOutOfReachAsync(() => reply);
    }

    // .NET's client wraps what the socket says, but for a connection that breaks at the very instant it is made.
    private static async Task AssertOutOfReachAsync(Func<Task> request) =>
        Assert.True(await Assert.ThrowsAnyAsync<Exception>(request) is HttpRequestException or SocketException);
}
