using LoadTestAz.AciStandIn.Faults;
using LoadTestAz.AciStandIn.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.AciStandIn.Tests.Faults;

/// <summary>Tests of a stand-in under simulated time, with a script of faults.</summary>
public abstract class FaultTests : IAsyncLifetime
{
    private protected static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private protected FakeTimeProvider Clock { get; } = new();

    private protected Rig Rig { get; private set; } = null!;

    private protected ArmClient Client => Rig.Client;

    private protected FaultScript Script => Rig.StandIn.Faults;

    public async ValueTask InitializeAsync() => Rig = await Rig.StartAsync(new() { Clock = Clock });

    public ValueTask DisposeAsync() => Rig.DisposeAsync();
}
