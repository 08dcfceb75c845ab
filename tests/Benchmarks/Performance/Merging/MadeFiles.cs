using LoadTestAz.Benchmarks.Merging;
using LoadTestAz.Benchmarks.Merging.Data;
using LoadTestAz.Benchmarks.Merging.Peers;

namespace LoadTestAz.Benchmarks.Performance.Merging;

/// <summary>The files of a <see cref="MergeJob"/> in a temporary folder.</summary>
internal sealed class MadeFiles : IDisposable
{
    private readonly DirectoryInfo _folder;

    private MadeFiles(MergeJob job, DirectoryInfo folder, string script) => (Job, _folder, Script) = (job, folder, script);

    /// <summary>What is done with them.</summary>
    public MergeJob Job { get; }

    /// <summary>Where they are.</summary>
    public string Folder => Path.Combine(_folder.FullName, "files");

    /// <summary>The script for Python.</summary>
    public string Script { get; }

    /// <summary>Makes them.</summary>
    public static async Task<MadeFiles> CreateAsync(string job, MergeSizes sizes, CancellationToken cancellationToken, int patternRequests = GeneratedSamples.PatternRequests)
    {
        var folder = Directory.CreateTempSubdirectory("loadtestaz-");
        var made = new MadeFiles(MergeJob.All.First(j => j.Name == job), folder, PythonMerge.WriteScript(folder.FullName));
        await made.Job.Make(folder.CreateSubdirectory("files").FullName, [GeneratedSamples.Pattern(patternRequests)], sizes, cancellationToken).ConfigureAwait(false);
        return made;
    }

    /// <summary>Lets ways of merging them take turns, those that this machine has, each in a process that does it once.</summary>
    /// <inheritdoc cref="MergeRounds.MeasureAsync"/>
    public Task<Dictionary<MergeWay, List<MergeFigures>>> MeasureAsync(IEnumerable<string> ways, int rounds, CancellationToken cancellationToken, bool warmUp = true) =>
        MergeRounds.MeasureAsync(way => way.Start(Folder, Script), [.. ways.Select(MergeWay.Of).Where(MergeRounds.IsPossible)], rounds, cancellationToken, warmUp);

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
