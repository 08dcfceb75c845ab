using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Text.Json;
using LoadTestAz.Benchmarks.Measuring;

namespace LoadTestAz.Benchmarks.Performance.Importing;

/// <summary>A PowerShell session that imports modules, in a process of its own, since an assembly is loaded but once.</summary>
internal static class ImportProcess
{
    /// <summary>What makes this program such a process.</summary>
    public const string Command = "import-modules";

    private const int LargePlans = 5;

    /// <summary>Runs such a process to its end.</summary>
    /// <param name="module">The manifest of LoadTestAz.</param>
    /// <param name="empty">That of an empty module.</param>
    /// <param name="other">That of another one, which is imported before, so that PowerShell knows how to import.</param>
    /// <param name="plan">A plan file.</param>
    /// <param name="emptyFirst">Which of the two comes first.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="BenchmarkException">It failed.</exception>
    public static async Task<ImportFigures> RunAsync(string module, string empty, string other, string plan, bool emptyFirst, CancellationToken cancellationToken)
    {
        var (answer, _) = await MeasuredProcess.RunAsync(OwnProgram.Start(Command, module, empty, other, plan, emptyFirst ? "empty" : "module"), cancellationToken).ConfigureAwait(false);
        return JsonSerializer.Deserialize<ImportFigures>(answer)!;
    }

    /// <summary>Is such a process.</summary>
    public static void Run(string[] arguments, TextWriter output)
    {
        var (module, empty, other, plan, emptyFirst) = (arguments[0], arguments[1], arguments[2], arguments[3], arguments[4] == "empty");
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        Import(other);
        var ofEmpty = emptyFirst ? Import(empty) : 0;
        var ofModule = Import(module);
        if (!emptyFirst)
            ofEmpty = Import(empty);
        var first = Time("New-AzLoadTestPlan -Name first -TargetUrl http://127.0.0.1:1/ -TotalVus 30 -VusPerContainer 10 -Duration 10s");
        var yaml = Time($"New-AzLoadTestPlan -Path '{plan}'");
        var large = Enumerable.Range(0, LargePlans + 1).Select(_ => Time("New-AzLoadTestPlan -Name large -TargetUrl http://127.0.0.1:1/ -TotalVus 10000 -VusPerContainer 10 -Duration 10s")).ToList();
        output.WriteLine(JsonSerializer.Serialize(new ImportFigures(ofEmpty, ofModule, first, yaml, Spread.Of(large.Skip(1)).Median)));

        double Import(string manifest) => Time($"Import-Module '{manifest}'");

        double Time(string script)
        {
            using var shell = PowerShell.Create(runspace);
            shell.AddScript(script);
            var begin = Stopwatch.GetTimestamp();
            shell.Invoke();
            var time = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
            return shell.HadErrors ? throw new BenchmarkException($"{script}: {shell.Streams.Error.FirstOrDefault()}") : time;
        }
    }
}
