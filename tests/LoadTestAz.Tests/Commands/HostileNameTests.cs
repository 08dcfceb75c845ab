using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Commands;

/// <summary>Names that scripts and servers make up, in what a session shows.</summary>
public sealed class HostileNameTests
{
    private const string Evil = @"\u001b[31m<b>\u202egpj ##vso[task.complete result=Failed;]\r\n##[error]x\u0007";

    [Fact]
    public async Task No_table_acts_on_a_terminal_or_a_build_agent()
    {
        using var folder = new TemporaryFolder();
        string Point(string metric, string tags) =>
            """{"metric":"METRIC","type":"Point","data":{"time":"2026-01-02T03:04:05Z","value":1,"tags":TAGS}}""".Replace("METRIC", metric, StringComparison.Ordinal).Replace("TAGS", tags, StringComparison.Ordinal);
        folder.Write(
            "w1.json",
            string.Join('\n',
            [
                """{"type":"Metric","data":{"name":"checks","type":"rate","contains":"default","thresholds":["rate>2"],"submetrics":null},"metric":"checks"}""",
                """{"type":"Metric","data":{"name":"http_req_duration","type":"trend","contains":"time","thresholds":[],"submetrics":[{"name":"http_req_duration{name:NAME}","suffix":"name:NAME","tags":{"name":"NAME"}}]},"metric":"http_req_duration"}""".Replace("NAME", Evil, StringComparison.Ordinal),
                Point("checks", $$"""{"check":"{{Evil}}","group":"::{{Evil}}"}"""),
                Point("http_req_duration", $$"""{"name":"{{Evil}}"}"""),
                "",
            ]));
        var script = folder.Write(
            "show.ps1",
            $"$result = Merge-AzLoadTestResult -Path '{folder.Path}/w1.json'; $result, $result.Metrics.Values, $result.Checks, $result.Thresholds, $result.Sources | ForEach-Object {{ $_ | Out-Host; 'end of table' }}");

        var (exitCode, shown) = await ShellJob.RunAsync(script);

        Assert.Equal(0, exitCode);
        Assert.True(shown.Split("end of table").Length > 5, shown);
        Assert.DoesNotContain(shown, c => char.IsControl(c) && c is not ('\r' or '\n'));
        Assert.DoesNotContain('\u202e', shown);
        Assert.DoesNotContain("##", shown, StringComparison.Ordinal);
        Assert.Contains(@"\u{1B}[31m<b>", shown, StringComparison.Ordinal);
        Assert.Contains("FAIL", shown, StringComparison.Ordinal);
    }
}
