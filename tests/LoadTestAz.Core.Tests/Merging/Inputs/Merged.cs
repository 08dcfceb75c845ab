using LoadTestAz.Core.Tests.Merging.K6;
using LoadTestAz.Merging;
using LoadTestAz.Merging.Inputs;
using LoadTestAz.Plans;

namespace LoadTestAz.Core.Tests.Merging.Inputs;

/// <summary>Merges files as the cmdlet does.</summary>
internal static class Merged
{
    /// <summary>Merges without a problem.</summary>
    public static async Task<LoadTestResult> Of(params string[] paths) => await Of(new FileMergeOptions(), paths);

    /// <inheritdoc cref="Of(string[])"/>
    public static async Task<LoadTestResult> Of(FileMergeOptions options, params string[] paths)
    {
        var outcome = await Run(options, paths);
        Assert.Empty(outcome.Problems);
        return outcome.Result!;
    }

    /// <summary>Merges, whatever comes of it.</summary>
    public static Task<FileMergeOutcome> Run(FileMergeOptions options, params string[] paths) =>
        new FileMerge(options, TimeProvider.System).MergeAsync(paths.Select(p => new MergeInput(p, IsNamed: true)), TestContext.Current.CancellationToken);

    /// <summary>The recorded file of a kind of each worker.</summary>
    public static string[] Recorded(string folder, string file) =>
        [.. Directory.GetDirectories(Path.Combine(Raw.Folder, folder)).Order(StringComparer.Ordinal).Select(w => Path.Combine(w, file)).Where(File.Exists)];

    /// <summary>Thresholds as they are given.</summary>
    public static LoadTestThresholdRule[] Rules(params (string Metric, string Expression)[] rules) => [.. rules.Select(r => new LoadTestThresholdRule(r.Metric, r.Expression))];

    /// <summary>Writes a file, with the folders that it lies in, and gives its path.</summary>
    public static string Write(this TemporaryFolder folder, string name, byte[] content)
    {
        var path = Path.Combine(folder.Path, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }
}
