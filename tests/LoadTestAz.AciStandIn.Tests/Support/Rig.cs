namespace LoadTestAz.AciStandIn.Tests.Support;

/// <summary>A stand-in with scripted containers, and a client of it.</summary>
internal sealed class Rig : IAsyncDisposable
{
    private Rig(StandInServer standIn, ScriptedRuntime runtime)
    {
        StandIn = standIn;
        Runtime = runtime;
        Client = new(standIn);
    }

    public StandInServer StandIn { get; }

    public ScriptedRuntime Runtime { get; }

    public ArmClient Client { get; }

    public static async Task<Rig> StartAsync(StandInOptions? options = null)
    {
        var runtime = new ScriptedRuntime();
        var standIn = await StandInServer.StartAsync((options ?? new()) with { Runtime = runtime });
        Assert.Equal(Bodies.Identity, standIn.World.AddIdentity("worker", "client-1"));
        Assert.Equal(Bodies.Subnet, standIn.World.AddSubnet("net", "workers"));
        return new(standIn, runtime);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await StandIn.DisposeAsync();
    }
}
