using System.Globalization;
using System.Text;
using System.Xml;
using LoadTestAz.Merging;

namespace LoadTestAz.Reporting.JUnit;

/// <summary>
/// JUnit XML as build servers read it: a test case for each threshold, each check, the coverage, the run's end, and what
/// the script itself said against the run. A check that failed even once is a failed test case; whether that fails the
/// run is for a threshold on <c>checks</c> to say.
/// </summary>
/// <seealso href="https://github.com/jenkinsci/xunit-plugin/blob/master/src/main/resources/org/jenkinsci/plugins/xunit/types/model/xsd/junit-10.xsd"/>
internal sealed class JUnitReport : IReportWriter
{
    private static readonly XmlWriterSettings Settings = new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        NewLineChars = "\n",
        CloseOutput = false,
    };

    public LoadTestReportFormat Format => LoadTestReportFormat.JUnit;

    public string Extension => "junit.xml";

    public void Write(LoadTestResult result, Stream output)
    {
        using (var xml = XmlWriter.Create(output, Settings))
        {
            xml.WriteStartElement("testsuites");
            WriteSuite(xml, result, [.. ResultRules.Thresholds(result), .. Checks(result), ResultRules.Coverage(result), ResultRules.End(result), .. ResultRules.Script(result)]);
            xml.WriteEndElement();
        }

        output.Write("\n"u8);
    }

    private static IEnumerable<ResultRule> Checks(LoadTestResult result) => result.Checks.Select(c => new ResultRule(
        ResultRuleKind.Check,
        $"{c.Group}::{c.Name}".TrimStart(':'),
        c.Fails == 0 ? null : new RuleFailure(
            "holds every time",
            string.Create(CultureInfo.InvariantCulture, $"failed {c.Fails} of {c.Passes + c.Fails} times"),
            [])));

    private static void WriteSuite(XmlWriter xml, LoadTestResult result, IReadOnlyList<ResultRule> cases)
    {
        xml.WriteStartElement("testsuite");
        Attribute(xml, "name", result.Name);
        Attribute(xml, "tests", Text(cases.Count));
        Attribute(xml, "failures", Text(cases.Count(c => c.Failure is not null)));
        Attribute(xml, "errors", "0");
        Attribute(xml, "skipped", "0");
        Attribute(xml, "time", result.Duration.TotalSeconds.ToString("0.000", CultureInfo.InvariantCulture));
        if (result.StartedAt is { } start)
            Attribute(xml, "timestamp", start.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss", CultureInfo.InvariantCulture)); // JUnit's schema has no room for a zone.
        WriteProperties(xml, result);
        foreach (var @case in cases)
            WriteCase(xml, @case);
        if (result.Warnings.Count > 0)
            xml.WriteElementString("system-out", string.Join('\n', result.Warnings.Select(w => "Warning: " + VisibleText.Of(w))));
        xml.WriteEndElement();
    }

    private static void WriteProperties(XmlWriter xml, LoadTestResult result)
    {
        xml.WriteStartElement("properties");
        Property("runId", result.RunId);
        Property("state", result.State.ToString());
        Property("passed", result.Passed ? "true" : "false");
        Property("duration", Figures.Duration(result.Duration));
        if (result.Coverage.PlannedVus > 0)
            Property("vus", Text(result.Coverage.PlannedVus));
        Property("workers", Text(result.Coverage.PlannedWorkers));
        Property("coverage", Expectations.Coverage(result.Coverage));
        xml.WriteEndElement();

        void Property(string name, string value)
        {
            xml.WriteStartElement("property");
            Attribute(xml, "name", name);
            Attribute(xml, "value", value);
            xml.WriteEndElement();
        }
    }

    private static void WriteCase(XmlWriter xml, ResultRule @case)
    {
        var kind = @case.Kind switch
        {
            ResultRuleKind.Threshold => "threshold",
            ResultRuleKind.Check => "check",
            ResultRuleKind.Coverage => "coverage",
            _ => "run",
        };
        xml.WriteStartElement("testcase");
        Attribute(xml, "classname", $"loadtest.{kind}");
        Attribute(xml, "name", @case.Name);
        if (@case.Failure is { } failure)
        {
            xml.WriteStartElement("failure");
            Attribute(xml, "type", kind);
            Attribute(xml, "message", $"expected: {failure.Expected}; actual: {failure.Actual}");
            xml.WriteString(string.Join('\n', new[] { $"Expected: {failure.Expected}", $"Actual: {failure.Actual}" }.Concat(failure.Details).Select(l => VisibleText.Of(l))));
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
    }

    private static void Attribute(XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, VisibleText.Of(value));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
