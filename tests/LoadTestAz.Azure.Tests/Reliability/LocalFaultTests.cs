namespace LoadTestAz.Azure.Tests.Reliability;

/// <summary>The faults with workers on this machine.</summary>
public sealed class LocalFaultTests : FaultMatrix
{
    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_comes_of(string fault)
    {
        await using var run = new LocalFaultRun();
        await CheckAsync("On this machine", fault, run);
    }
}
