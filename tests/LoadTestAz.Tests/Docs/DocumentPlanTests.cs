using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Docs;

/// <summary>Plans in documents, whole or a section of one, are plans that the reader takes.</summary>
public sealed class DocumentPlanTests
{
    public static TheoryData<string, int> Plans => new(DocumentPage.Files.SelectMany(f => DocumentPage.Read(f).Blocks.Where(b => b.Language == "yaml").Select(b => (f, b.Line))));

    [Fact]
    public void There_are_some() => Assert.True(Plans.Count > 3);

    [Theory]
    [MemberData(nameof(Plans))]
    public void It_makes_a_plan(string file, int line)
    {
        var text = DocumentPage.Read(file).Blocks.Single(b => b.Line == line).Text;
        using var folder = new TemporaryFolder();
        folder.Write("plan.yaml", text);
        foreach (var script in new[] { "test.js", "checkout.js" })
            folder.Write(script, "import http from 'k6/http'; export default function () { http.get(__ENV.TARGET_URL); }");
        using var session = new ModuleRunspace(folder.Path);
        var target = text.Contains("target_url", StringComparison.Ordinal) ? "" : "-TargetUrl http://127.0.0.1:8080/";
        var compute = text.Contains("azure:", StringComparison.Ordinal) ? "-Compute Aci" : "";

        Assert.Single(session.Run($"New-AzLoadTestPlan -Path plan.yaml {target} {compute} -WarningAction Ignore"));
    }
}
