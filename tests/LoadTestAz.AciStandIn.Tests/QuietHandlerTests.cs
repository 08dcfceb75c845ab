using LoadTestAz.AciStandIn.Faults;
using LoadTestAz.AciStandIn.Tests.Support;

namespace LoadTestAz.AciStandIn.Tests;

public sealed class QuietHandlerTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_is_quiet_when_no_request_is_under_way()
    {
        await using var rig = await Rig.StartAsync();
        using var client = new ArmClient(rig.StandIn.Endpoint, rig.StandIn.NewHandler(), rig.StandIn.World);
        rig.StandIn.Faults.Add(Fault.Slow(TimeSpan.FromMilliseconds(300)));

        await rig.StandIn.UntilQuietAsync(Cancel);
        var reply = client.ListAsync();
        await rig.StandIn.UntilQuietAsync(Cancel);

        // The answer has come; who asked may yet have to be told.
        Assert.Equal(200, Assert.Single(rig.StandIn.Recorder.Requests).Status);
        Assert.Equal(200, (await reply).Status);
    }
}
