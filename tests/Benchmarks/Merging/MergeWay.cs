using System.Diagnostics;
using LoadTestAz.Benchmarks.Merging.Peers;

namespace LoadTestAz.Benchmarks.Merging;

/// <summary>A way to get figures out of files.</summary>
/// <param name="Name">For the command line.</param>
/// <param name="Title">For the report.</param>
/// <param name="Start">The process that does it, given the folder of the files and the script for Python.</param>
internal sealed record MergeWay(string Name, string Title, Func<string, string, ProcessStartInfo> Start)
{
    /// <summary>What all others are compared with.</summary>
    public const string Ours = "ours";

    /// <summary>What needs Python.</summary>
    public const string Python = "python", PythonPool = "pool";

    /// <summary>The same on one processor, which needs taskset.</summary>
    public const string OneProcessor = "one-processor", GunzipOnOneProcessor = "gunzip-one-processor";

    /// <summary>The way of that name.</summary>
    public static MergeWay Of(string name) => All.First(w => w.Name == name);

    /// <summary>All there are.</summary>
    public static readonly IReadOnlyList<MergeWay> All =
    [
        new(Ours, "LoadTestAz", (folder, _) => MergeProcess.Own(MergeProcess.Ours, folder)),
        new(OneProcessor, "LoadTestAz on one processor", (folder, _) => MergeProcess.OwnOnOneProcessor(MergeProcess.Ours, folder)),
        new(MergeProcess.Exact, "LoadTestAz, `-Exact`", (folder, _) => MergeProcess.Own(MergeProcess.Exact, folder)),
        new(MergeProcess.DuckDb, "DuckDB, `read_json`", (folder, _) => MergeProcess.Own(MergeProcess.DuckDb, folder)),
        new(Python, "Python, `json`", (folder, script) => PythonMerge.Start(script, folder, 1)),
        new(PythonPool, "Python, `json`, a process for each processor", (folder, script) => PythonMerge.Start(script, folder, Environment.ProcessorCount)),
        new(MergeProcess.Gunzip, "unpacking alone, .NET's GZipStream", (folder, _) => MergeProcess.Own(MergeProcess.Gunzip, folder)),
        new(GunzipOnOneProcessor, "unpacking alone, on one processor", (folder, _) => MergeProcess.OwnOnOneProcessor(MergeProcess.Gunzip, folder)),
    ];
}
