using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Secrets;

/// <summary>A secret goes into k6's environment, and nowhere else, however carelessly the script and k6 behave.</summary>
[Collection("Secrets")]
public sealed class StandInSecretTests : IDisposable
{
    private const string Secret = "s3cr3t_T0k3n_4711";

    private readonly StandInK6 _k6 = new();
    private readonly SecretRun _run = new();
    private readonly LeakSearch _search = new(Secret) { Pieces = [Secret[..8], Secret[^8..]] };

    [Theory]
    [InlineData("environment")]
    [InlineData("vault")]
    public void Nothing_of_a_run_holds_it(string source)
    {
        if (source == "environment")
            _run.SetEnvironment("API_TOKEN", Secret);
        _run.SetSecure(source == "environment" ? "not needed" : Secret);
        _run.Write("script.js", "export default function () {}");
        using var arguments = new ProcessArguments();

        var output = _run.Run(
            $$"""
            $loud = @{ Verbose = $true; Debug = $true; WarningAction = 'Continue' } # -Debug alone asks about each warning.
            $plan = New-AzLoadTestPlan -Script script.js -K6Path '{{_k6.Path}}' -Env {{_k6.Env("leak")}} -SecretName API_TOKEN -TotalVus 2 -VusPerContainer 1 -Duration 1s @loud
            $plan
            $workers = $plan | Start-AzLoadTestWorker {{(source == "environment" ? "" : "-Secret @{ API_TOKEN = $secure }")}} @loud
            $workers
            $run = $workers | Wait-AzLoadTestRun @loud
            $run
            $run | Merge-AzLoadTestResult @loud
            """);

        Assert.EndsWith("works with ***", (string)((dynamic)output[^1]).Checks[0].Name, StringComparison.Ordinal);
        Assert.Empty(_search.InFolder(_run.Folder));
        Assert.Contains(_search.Seen, name => name.EndsWith("script.tar", StringComparison.Ordinal));
        Assert.Contains(_search.Seen, name => name.EndsWith("summary_1.json", StringComparison.Ordinal));
        Assert.Contains(_search.Seen, name => name.EndsWith("metrics_0.json", StringComparison.Ordinal));
        Assert.All(_run.Written, text => Assert.Null(_search.In(text)));
        Assert.Contains(arguments.Seen, line => line.Contains(_k6.Path, StringComparison.Ordinal) && line.Contains("--paused", StringComparison.Ordinal));
        Assert.All(arguments.Seen, line => Assert.Null(_search.In(line)));

        // It was there, and was taken out: of the console, the worker's log, the error, the checks and the metrics.
        Assert.Contains(_run.Written, text => text.Contains("refused with ***", StringComparison.Ordinal));
        Assert.Contains("in two pieces: ***", FileOf("k6_console_0.log"), StringComparison.Ordinal);
        Assert.Contains("on standard output: ***", FileOf("k6_console_0.log"), StringComparison.Ordinal);
        Assert.Contains("refused with ***", FileOf("worker_0.log"), StringComparison.Ordinal);
        Assert.Contains("refused with ***", FileOf("completion_1.json"), StringComparison.Ordinal);
        Assert.Contains("made_redacted_counter", FileOf("live_0.json"), StringComparison.Ordinal);
        Assert.Contains("works with ***", FileOf("live_0.json"), StringComparison.Ordinal);
        Assert.Equal(2, _k6.Runs);
    }

    [Fact]
    public void An_error_of_the_script_is_told_without_it_while_planning()
    {
        _run.SetEnvironment("API_TOKEN", Secret);
        _run.Write("script.js", "export default function () {}");

        _run.Run($"New-AzLoadTestPlan -Script script.js -K6Path '{_k6.Path}' -Env {_k6.Env("inspect-error")} -SecretName API_TOKEN -TotalVus 1");

        Assert.Contains(_run.Written, text => text.Contains("ReferenceError: no such thing, ***", StringComparison.Ordinal));
        Assert.All(_run.Written, text => Assert.Null(_search.In(text)));
    }

    [Fact]
    public void A_plain_text_is_taken_with_a_warning_and_stands_in_no_error()
    {
        // Whatever is typed into a script stands in the script; this one comes from a variable.
        _run.SetEnvironment("SOURCE_OF_SECRET", Secret);
        _run.Write("script.js", "export default function () {}");

        _run.Run($"New-AzLoadTestPlan -Script script.js -K6Path '{_k6.Path}' -SecretName API_TOKEN, OTHER_TOKEN -TotalVus 1 | Start-AzLoadTestWorker -Secret @{{ API_TOKEN = $env:SOURCE_OF_SECRET }}");

        Assert.Contains(_run.Written, text => text.Contains("API_TOKEN was given as plain text", StringComparison.Ordinal));
        Assert.Contains(_run.Written, text => text.Contains("secrets that this session does not have: OTHER_TOKEN.", StringComparison.Ordinal));
        Assert.All(_run.Written, text => Assert.Null(_search.In(text)));
        Assert.Empty(_search.InFolder(_run.Folder));
    }

    public void Dispose()
    {
        _run.Dispose();
        _k6.Dispose();
    }

    private string FileOf(string name) => File.ReadAllText(Assert.Single(Directory.GetFiles(_run.Folder, name, SearchOption.AllDirectories)));
}
