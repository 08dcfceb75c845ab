using System.Management.Automation;
using System.Text.Json;
using System.Xml.Linq;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Commands;

/// <summary>Reports of one real run, as files.</summary>
public sealed class ReportTests(ReportTests.MergedRun run) : IClassFixture<ReportTests.MergedRun>
{
    [Fact]
    public void Each_format_is_a_file_named_after_the_run()
    {
        var files = run.Session.Run("'Markdown', 'JUnit', 'K6Summary', 'K6SummaryExport', 'Html', 'Csv', 'CsvTimeSeries', 'Json', 'K6Text' | ForEach-Object { $r | Export-AzLoadTestReport -Format $_ }").Select(f => (FileInfo)f.BaseObject).ToList();

        Assert.Equal(
            new[] { "md", "junit.xml", "summary.json", "summary-export.json", "html", "metrics.csv", "timeseries.csv", "json", "summary.txt" }.Select(e => Path.Combine(run.Folder.Path, $"{run.RunId}.{e}")),
            files.Select(f => f.FullName));
        Assert.StartsWith("## ❌ Failed: `reported`\n", File.ReadAllText(files[0].FullName), StringComparison.Ordinal);
        Assert.Equal("1", XDocument.Load(files[1].FullName).Root!.Element("testsuite")!.Attribute("failures")!.Value);
        Assert.Contains("<h1>reported</h1>", File.ReadAllText(files[4].FullName), StringComparison.Ordinal);
        foreach (var (file, requests) in new[] { (files[2], "values"), (files[3], "") })
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(file.FullName));
            var metric = json.RootElement.GetProperty("metrics").GetProperty("http_reqs");
            Assert.Equal(run.Requests, (requests.Length == 0 ? metric : metric.GetProperty(requests)).GetProperty("count").GetDouble());
        }
    }

    [Fact]
    public void A_folder_takes_the_default_name_and_a_file_its_own()
    {
        Directory.CreateDirectory(Path.Combine(run.Folder.Path, "folder"));
        Assert.Equal($"{run.RunId}.md", Name("$r | Export-AzLoadTestReport Markdown folder"));
        Assert.True(File.Exists(Path.Combine(run.Folder.Path, "folder", $"{run.RunId}.md")));
        Assert.Equal("own [1].txt", Name("$r | Export-AzLoadTestReport Markdown 'made/on the way/own [1].txt'"));
        Assert.Equal(["own [1].txt"], Directory.GetFileSystemEntries(Path.Combine(run.Folder.Path, "made", "on the way")).Select(Path.GetFileName));
    }

    [Fact]
    public void An_id_that_looks_like_a_path_leads_nowhere() =>
        Assert.Equal("-.-..-x.md", Name("$other = $r.'<Clone>$'(); $other.RunId = '../..\\x'; $other | Export-AzLoadTestReport Markdown"));

    [Fact]
    public void A_file_is_replaced_unless_NoClobber_is_given()
    {
        var path = run.Folder.Write("there.md", "old");
        Expect("$r | Export-AzLoadTestReport Markdown there.md -NoClobber", "ReportExists", ErrorCategory.ResourceExists);
        Assert.Equal("old", File.ReadAllText(path));
        run.Session.Run("$r | Export-AzLoadTestReport Markdown there.md");
        Assert.StartsWith("## ", File.ReadAllText(path), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIf_writes_nothing()
    {
        Assert.Empty(run.Session.Run("$r | Export-AzLoadTestReport JUnit never.xml -WhatIf"));
        Assert.False(File.Exists(Path.Combine(run.Folder.Path, "never.xml")));
    }

    [Fact]
    public void Two_results_do_not_share_a_file()
    {
        Expect("$r, $r | Export-AzLoadTestReport JUnit both.xml", "ReportExists", ErrorCategory.ResourceExists);
        Assert.True(File.Exists(Path.Combine(run.Folder.Path, "both.xml")));
    }

    [Fact]
    public void What_can_not_be_written_is_named_and_leaves_nothing_behind()
    {
        run.Folder.Write("file", "");
        Assert.Contains("x.md", Expect("$r | Export-AzLoadTestReport Markdown file/x.md", "ReportNotWritten", ErrorCategory.WriteError), StringComparison.Ordinal);
        Assert.Contains("Variable", Expect("$r | Export-AzLoadTestReport Markdown Variable:x", "ReportPathInvalid", ErrorCategory.InvalidArgument), StringComparison.Ordinal);
        Assert.Empty(Directory.GetFiles(run.Folder.Path, ".~*"));
    }

    private string Name(string script) => ((FileInfo)Assert.Single(run.Session.Run(script)).BaseObject).Name;

    private string Expect(string script, string id, ErrorCategory category)
    {
        var error = run.Session.RunToError(script);
        Assert.StartsWith($"LoadTestAz.{id},", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category);
        return error.Exception.Message;
    }

    /// <summary>A session with the result of a short run in <c>$r</c>.</summary>
    public sealed class MergedRun : IDisposable
    {
        public MergedRun()
        {
            using var target = new LoadTarget();
            Session = new ModuleRunspace(Folder.Path);
            Session.Run($"$r = New-AzLoadTestPlan -Engine Http -Name reported -TargetUrl '{target.Url}fast' -TotalVus 2 -Duration 1s -Sleep 10ms -Threshold @{{ http_reqs = 'count<1'; http_req_failed = 'rate==0' }} | Start-AzLoadTestWorker | Wait-AzLoadTestRun | Merge-AzLoadTestResult");
            RunId = (string)Session.Run("$r.RunId")[0].BaseObject;
            Requests = target.Requests;
        }

        internal TemporaryFolder Folder { get; } = new();

        internal ModuleRunspace Session { get; }

        internal string RunId { get; }

        internal long Requests { get; }

        public void Dispose()
        {
            Session.Dispose();
            Folder.Dispose();
        }
    }
}
