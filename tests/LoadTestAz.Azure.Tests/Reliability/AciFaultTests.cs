namespace LoadTestAz.Azure.Tests.Reliability;

/// <summary>The faults with workers in container groups of the stand-in.</summary>
public sealed class AciFaultTests : FaultMatrix
{
    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_comes_of(string fault)
    {
        await using var run = await AciFaultRun.StartAsync();
        await CheckAsync("On Container Instances", fault, run);
    }
}
