using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using LoadTestAz.Merging;
using LoadTestAz.Reporting.Tests.Support;

namespace LoadTestAz.Reporting.Tests.JUnit;

public sealed class JUnitReportTests
{
    [Fact]
    public void Every_result_is_valid_by_the_schema()
    {
        foreach (var result in new[] { Results.Passing(), Results.Failing(), Results.Empty(), Results.Poisoned() })
            Read(result);
    }

    [Fact]
    public void Thresholds_checks_and_coverage_are_test_cases()
    {
        var suite = Read(Results.Failing());

        Assert.Equal(
            [
                "loadtest.threshold http_req_duration: p(95)<50", "loadtest.threshold http_req_duration{status:200}: max<5000",
                "loadtest.threshold http_req_failed: rate<0.5", "loadtest.threshold never_seen: count<5",
                "loadtest.check is quick", "loadtest.check browse::details::is 200",
                "loadtest.coverage at least 90 % of the planned VUs take part to the end", "loadtest.run the run goes on to its end",
            ],
            suite.Elements("testcase").Select(c => $"{c.Attribute("classname")!.Value} {c.Attribute("name")!.Value}"));
        Assert.Equal(("8", "3", "0"), (suite.Attribute("tests")!.Value, suite.Attribute("failures")!.Value, suite.Attribute("errors")!.Value));
        Assert.Equal(("shop", "19.980", "2026-01-02T03:04:05"), (suite.Attribute("name")!.Value, suite.Attribute("time")!.Value, suite.Attribute("timestamp")!.Value));
    }

    [Fact]
    public void Failures_say_what_was_expected_and_what_came()
    {
        var result = Results.Failing();
        var failures = Read(result).Descendants("failure").ToDictionary(f => f.Attribute("type")!.Value);

        Assert.StartsWith("Expected: p(95)<50\nActual: 94.9", failures["threshold"].Value, StringComparison.Ordinal);
        Assert.EndsWith(" ms", failures["threshold"].Value, StringComparison.Ordinal);
        Assert.Equal("expected: holds every time; actual: failed 250 of 1000 times", failures["check"].Attribute("message")!.Value);
        Assert.Equal(
            "Expected: at least 90 % of the planned VUs take part to the end\nActual: 66.67 %: 20 of 30 VUs, 2 of 3 workers\nWorker 2 (10 VUs): Lost, LostContact, exit code 137: No sign of life since 03:04:15.",
            failures["coverage"].Value);
    }

    [Fact]
    public void Properties_tell_the_run() => Assert.Equal(
        [("runId", Results.RunId), ("state", "Degraded"), ("passed", "false"), ("duration", "20s"), ("vus", "30"), ("workers", "3"), ("coverage", "66.67 %: 20 of 30 VUs, 2 of 3 workers")],
        Read(Results.Failing()).Descendants("property").Select(p => (p.Attribute("name")!.Value, p.Attribute("value")!.Value)));

    [Fact]
    public void A_passing_result_has_no_failure() => Assert.Empty(Read(Results.Passing() with { Checks = [] }).Descendants("failure"));

    [Fact]
    public void A_script_that_failed_the_run_is_a_failure_in_its_own_words() => Assert.Equal(
        "Expected: the script does not fail the run by test.fail or test.abort\nActual: Worker 1: The script failed the test: test marked as failed: sold out",
        Assert.Single(Read(Results.Passing() with { Checks = [], Passed = false, ScriptVerdict = "Worker 1: The script failed the test: test marked as failed: sold out" }).Descendants("failure")).Value);

    [Fact]
    public void A_run_that_was_stopped_is_a_failure_even_where_all_else_is_well() => Assert.Equal(
        "Expected: the run goes on to its end\nActual: Stopped",
        Assert.Single(Read(Results.Passing() with { Checks = [], State = Runs.RunState.Stopped }).Descendants("failure")).Value);

    [Fact]
    public void A_threshold_without_a_sample_says_so()
    {
        var result = Results.Passing() with { Thresholds = [new LoadTestThreshold("own", "count>5", null, Passed: false)] };
        Assert.EndsWith("Actual: no sample", Read(result).Descendants("failure").First().Value, StringComparison.Ordinal);
    }

    [Fact]
    public void Warnings_are_the_suite_s_output() =>
        Assert.Equal("Warning: Worker 2 (10 VUs) saved no final metrics; its last snapshot counts.", Read(Results.Failing()).Element("system-out")!.Value);

    [Fact]
    public void Hostile_names_stay_names()
    {
        var suite = Read(Results.Poisoned());
        var name = VisibleText.Of(Results.Hostile);
        Assert.Equal(name, suite.Attribute("name")!.Value);
        Assert.Contains(suite.Elements("testcase"), c => c.Attribute("name")!.Value == $"{name}: {name}");
        Assert.Equal(["failure", "properties", "property", "system-out", "testcase"], suite.Descendants().Select(e => e.Name.LocalName).Distinct().Order(StringComparer.Ordinal));
    }

    /// <summary>The one suite of a report that the schema finds valid.</summary>
    private static XElement Read(LoadTestResult result)
    {
        var schemas = new XmlSchemaSet();
        schemas.Add(XmlSchema.Read(typeof(JUnitReportTests).Assembly.GetManifestResourceStream("JUnit.xsd")!, null)!);
        using var xml = XmlReader.Create(
            new MemoryStream(Written.Bytes(LoadTestReportFormat.JUnit, result)),
            new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit, ValidationType = ValidationType.Schema, Schemas = schemas, ValidationFlags = XmlSchemaValidationFlags.ReportValidationWarnings });
        return Assert.Single(XDocument.Load(xml).Root!.Elements("testsuite"));
    }
}
