using LoadTestAz.AciStandIn.Groups;

namespace LoadTestAz.AciStandIn.Tests.Groups;

public sealed class ContainerLogTests
{
    private readonly ContainerLog _log = new(TimeProvider.System);

    [Fact]
    public void A_running_container_s_log_keeps_the_last_4_MB()
    {
        var line = new string('x', 1023);
        for (var i = 0; i < 5000; i++)
            _log.Add(line);

        Assert.Equal(4 * 1024 * 1024, _log.Read(null, timestamps: false).Length);
    }

    [Fact]
    public void A_stopped_container_s_log_keeps_the_last_16_KB()
    {
        for (var i = 0; i < 5000; i++)
            _log.Add($"{i:D99}");
        _log.Stop();

        var text = _log.Read(null, timestamps: false);
        Assert.InRange(text.Length, 16 * 1024 - 100, 16 * 1024);
        Assert.EndsWith("4999\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stopped_container_s_log_keeps_the_last_1000_lines()
    {
        for (var i = 0; i < 5000; i++)
            _log.Add($"{i}");
        _log.Stop();

        Assert.Equal(string.Concat(Enumerable.Range(4000, 1000).Select(i => $"{i}\n")), _log.Read(null, timestamps: false));
    }
}
