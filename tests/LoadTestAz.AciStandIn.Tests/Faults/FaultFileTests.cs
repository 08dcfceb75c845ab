using LoadTestAz.AciStandIn.Arm;
using LoadTestAz.AciStandIn.Faults;

namespace LoadTestAz.AciStandIn.Tests.Faults;

public sealed class FaultFileTests
{
    [Fact]
    public void Faults_are_read_as_a_test_would_write_them()
    {
        var faults = FaultFile.Parse("""
            [
              // The second worker is throttled once.
              { "action": "throttle", "calls": ["putGroup"], "name": "*-2", "count": 1, "delay": "5s" },
              { "action": "kill", "delay": "1m30s", "exitCode": 7148, "after": "10s", "for": "1h" },
            ]
            """);

        var throttle = Fault.Throttle(TimeSpan.FromSeconds(5)) with { Name = "*-2", Count = 1 };
        Assert.Equal(throttle, faults[0] with { Calls = null });
        Assert.Equal([ArmCall.PutGroup], faults[0].Calls);
        Assert.Equal(Fault.Kill(TimeSpan.FromSeconds(90), 7148) with { After = TimeSpan.FromSeconds(10), For = TimeSpan.FromHours(1) }, faults[1]);
    }

    [Theory]
    [InlineData("""[{ "action": "explode" }]""")]
    [InlineData("""[{ "name": "w" }]""")]
    [InlineData("""[{ "action": "throttle", "delai": "5s" }]""")]
    [InlineData("""[{ "action": "throttle", "delay": 5 }]""")]
    [InlineData("null")]
    [InlineData("")]
    public void A_file_that_is_not_right_is_refused(string json) => Assert.Throws<FormatException>(() => FaultFile.Parse(json));
}
