using System.Globalization;
using System.Management.Automation;
using System.Text;
using LoadTestAz.Benchmarks.Measuring;
using LoadTestAz.Reporting.Markdown;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Benchmarks.Performance.Importing;

/// <summary>Importing the module, and the first plan.</summary>
internal sealed class ImportSection : ISection
{
    private const double ImportAim = 50, FirstPlanAim = 150, LargePlanAim = 50;

    // They take but a second or two each.
    private const int SessionsARound = 2;

    /// <inheritdoc/>
    public string Name => "import";

    /// <inheritdoc/>
    public string Title => "Importing the module, and making plans";

    /// <inheritdoc/>
    public async Task<SectionReport> MeasureAsync(int rounds, TextWriter log, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("loadtestaz-");
        try
        {
            var (module, plan) = (Path.Combine(Repository.Module, "LoadTestAz.psd1"), Path.Combine(Repository.Root, "configs", "quickstart.yaml"));
            var (empty, other) = (EmptyModule.Write(folder.FullName, "EmptyModule"), EmptyModule.Write(folder.FullName, "OtherModule"));
            var measured = new List<ImportFigures>();
            for (var i = -1; i < SessionsARound * rounds; i++)
            {
                var figures = await ImportProcess.RunAsync(module, empty, other, plan, emptyFirst: i % 2 == 0, cancellationToken).ConfigureAwait(false);
                if (i >= 0)
                    measured.Add(figures); // The first one brings the files into the system's cache.
            }

            return Report(measured);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static SectionReport Report(IReadOnlyList<ImportFigures> measured)
    {
        Spread Of(Func<ImportFigures, double> value) => Spread.Of(measured.Select(value));
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"""
            {measured.Count} sessions of PowerShell {typeof(PSObject).Assembly.GetName().Version} in processes of their own, hosted by a program (no pwsh). Each has imported an empty
            binary module before; then it imports LoadTestAz and another empty one, in turns as to which comes first. The first plan is
            by parameters, the next from configs/quickstart.yaml, which loads the reader of YAML. No assembly for Azure or YAML is
            loaded before it is needed, which a test holds.


            """));
        var table = new MarkdownTable("what", "ms:");
        table.Add("Import-Module of an empty binary module", Of(f => f.Empty).ToString("0"));
        table.Add("Import-Module LoadTestAz", Of(f => f.Module).ToString("0"));
        table.Add("the first New-AzLoadTestPlan", Of(f => f.FirstPlan).ToString("0"));
        table.Add("the first New-AzLoadTestPlan -Path", Of(f => f.FirstYamlPlan).ToString("0"));
        table.Add("New-AzLoadTestPlan for 1,000 workers, once it is warm", Of(f => f.LargePlan).ToString("0.0"));
        table.WriteTo(text, int.MaxValue);
        return new SectionReport(
            text.ToString(),
            [
                Ratios.Below(ImportAim, "ms", "Import-Module LoadTestAz, above an empty binary module", Of(f => f.Module - f.Empty)),
                Ratios.Below(FirstPlanAim, "ms", "the first New-AzLoadTestPlan of a session", Of(f => f.FirstPlan)),
                Ratios.Below(LargePlanAim, "ms", "New-AzLoadTestPlan for 1,000 workers, once it is warm", Of(f => f.LargePlan)),
            ]);
    }
}
