using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace LoadTestAz.Benchmarks.Parts;

/// <summary>Merging, planning, and their parts one by one, by BenchmarkDotNet.</summary>
internal sealed class PartsBenchmark : IBenchmark
{
    /// <inheritdoc/>
    public string Name => "parts";

    /// <inheritdoc/>
    public string Summary => """
        Merging, planning, and their parts, again and again in one process, by BenchmarkDotNet, with its options, such as --filter '*Sketch*' or
        --job short. Whole merges over 1,000 MB, with peers: --filter '*RawParts*'.
        """;

    /// <inheritdoc/>
    public Task RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellationToken)
    {
        // Within this process: another one would be built from this project, with its warnings as errors.
        var config = DefaultConfig.Instance.AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance));
        BenchmarkSwitcher.FromTypes([typeof(SketchParts), typeof(ReaderParts), typeof(WorkerParts), typeof(RawParts), typeof(PlanParts)]).Run(arguments.Count == 0 ? ["--filter", "*"] : [.. arguments], config);
        return Task.CompletedTask;
    }
}
