using System.Text;
using LoadTestAz.Plans;
using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.Yaml.Tests;

/// <summary>Plans out of text, as New-AzLoadTestPlan makes them out of files.</summary>
internal static class PlanFile
{
    /// <summary>Two lines that make any plan whole; what a test adds begins in line 3.</summary>
    public const string Target = "test:\n  target_url: http://target\n";

    public static readonly string Folder = Path.Combine(Path.GetTempPath(), "plans");

    public static PlanDocument Read(string yaml) => Read(Encoding.UTF8.GetBytes(yaml));

    public static PlanDocument Read(byte[] content) => new YamlPlanReader().Read(new MemoryStream(content), Path.Combine(Folder, "plan.yaml"));

    public static LoadTestPlan Build(string yaml, PlanParameters? parameters = null) => Build(Read(yaml), parameters);

    public static LoadTestPlan Build(PlanDocument document, PlanParameters? parameters = null) =>
        new PlanBuilder(new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 1, 45, 12, TimeSpan.Zero)), new Random(1)).Build(document, parameters ?? new PlanParameters());

    public static IReadOnlyList<PlanMistake> Mistakes(string yaml, PlanParameters? parameters = null) => Mistakes(Read(yaml), parameters);

    public static IReadOnlyList<PlanMistake> Mistakes(PlanDocument document, PlanParameters? parameters = null) =>
        Assert.Throws<PlanException>(() => Build(document, parameters)).Mistakes;

    /// <summary>The only mistake in that file, as a terminal shows it.</summary>
    public static string Mistake(string yaml, PlanParameters? parameters = null) => Assert.Single(Mistakes(yaml, parameters)).ToString();
}
