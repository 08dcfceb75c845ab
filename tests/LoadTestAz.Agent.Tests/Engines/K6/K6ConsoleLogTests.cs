using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Agent.Secrets;
using LoadTestAz.Ports;

namespace LoadTestAz.Agent.Tests.Engines.K6;

public sealed class K6ConsoleLogTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void What_does_not_fit_is_left_out_in_the_middle()
    {
        using (var log = new K6ConsoleLog(_path, bound: 200))
        {
            for (var i = 0; i < 1000; i++)
                log.Write($"line {i}");
        }

        var lines = File.ReadAllLines(_path);
        Assert.Equal("line 0", lines[0]);
        Assert.Equal("line 999", lines[^1]);
        var left = Assert.Single(lines, l => l.StartsWith('('));
        Assert.Equal($"({1000 - lines.Length + 1} lines were not kept)", left);
        Assert.InRange(new FileInfo(_path).Length, 100, 300);
    }

    [Fact]
    public async Task A_line_without_an_end_takes_no_memory_without_an_end()
    {
        using (var log = new K6ConsoleLog(_path))
            await log.TakeAsync(new StringReader("first\r\n" + new string('x', 1_000_000) + "\nlast"), CancellationToken.None);

        var lines = File.ReadAllLines(_path);
        Assert.Equal(("first", "last"), (lines[0], lines[^1]));
        Assert.InRange(lines[1].Length, 16_000, 16_001);
    }

    [Theory]
    [InlineData(15_990)]
    [InlineData(15_999)]
    [InlineData(16_000)]
    [InlineData(4_090)]
    public async Task A_secret_is_taken_out_before_a_line_is_cut(int before)
    {
        var redactor = new SecretRedactor(WorkerSecrets.Of(["T"], _ => "s3cr3t-t0k3n"));
        using (var log = new K6ConsoleLog(_path, redactor: redactor))
        {
            await log.TakeAsync(new StringReader(new string('x', before) + "s3cr3t-t0k3n\n"), CancellationToken.None);
            log.Write(new string('y', before) + "s3cr3t-t0k3n");
            Assert.DoesNotContain("s3c", log.LastLine);
        }

        Assert.DoesNotContain("s3c", await File.ReadAllTextAsync(_path));
    }

    [Theory]
    [InlineData("time=\"t\" level=error msg=\"a \\\"b\\\"\\n\\tc\" source=stacktrace", "a \"b\" c")]
    [InlineData("time=\"t\" level=error msg=\"Error from API server\" error=\"listen tcp 127.0.0.1:1: bind\"", "Error from API server: listen tcp 127.0.0.1:1: bind")]
    [InlineData("time=\"t\" level=error msg=short", "short")]
    [InlineData("time=\"t\" level=error msg=mine source=console", null)]
    [InlineData("time=\"t\" level=info msg=\"a level=error b\" source=console", null)]
    [InlineData("time=\"t\" level=warning msg=\"Request Failed\" error=x", null)]
    [InlineData("anything else", null)]
    [InlineData("time=\"t\" level=error ", "")]
    public void The_last_error_is_k6s_own(string line, string? error)
    {
        using var log = new K6ConsoleLog(_path);
        log.Write(line);
        log.Write("time=\"t\" level=info msg=after");
        Assert.Equal(error, log.LastError);
    }

    [Fact]
    public void Go_says_when_it_has_no_memory_left()
    {
        using var log = new K6ConsoleLog(_path);
        Assert.False(log.SaysOutOfMemory);
        log.Write("fatal error: runtime: out of memory");
        Assert.True(log.SaysOutOfMemory);
    }

    public void Dispose() => File.Delete(_path);
}
