namespace LoadTestAz.Worker.Tests.Images;

/// <summary>One FROM and what follows it.</summary>
/// <param name="Image">The base image.</param>
/// <param name="Name">What other stages call it; empty for the last.</param>
/// <param name="Instructions">In order.</param>
internal sealed record DockerStage(string Image, string Name, List<DockerInstruction> Instructions)
{
    public IEnumerable<DockerInstruction> All(string keyword) => Instructions.Where(i => i.Keyword == keyword);

    /// <summary>The only one of its kind.</summary>
    public DockerInstruction The(string keyword) => Assert.Single(All(keyword));

    /// <summary>All variables of ENV, and the PATH that a container engine gives.</summary>
    public Dictionary<string, string> Environment => new(All("ENV").SelectMany(i => i.Pairs)) { ["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" };

    /// <summary>Does what COPY says, into a folder that stands for the image's file system.</summary>
    /// <param name="stages">The file systems of other stages, by name.</param>
    /// <param name="layer">The folder.</param>
    public void CopyInto(IReadOnlyDictionary<string, string> stages, string layer)
    {
        var folder = "/";
        foreach (var instruction in Instructions)
        {
            if (instruction.Keyword == "WORKDIR")
                Directory.CreateDirectory(layer + (folder = instruction.Text));
            if (instruction.Keyword != "COPY")
                continue;
            var (from, sources, target) = instruction.Copy;
            var place = layer + (target.StartsWith('/') ? target : Path.Combine(folder, target));
            foreach (var source in sources)
                CopyOne(from is null ? BuildContext.FilesOf(source) : FilesIn(stages[from], source), place, isFolder: target.EndsWith('/'));
        }
    }

    // A file goes to the target, or into it if it is a folder; of a folder goes what is in it.
    private static void CopyOne(IEnumerable<(string Path, string Relative)> files, string place, bool isFolder)
    {
        var any = false;
        foreach (var (path, relative) in files)
        {
            any = true;
            var target = relative.Length > 0 ? Path.Combine(place, relative) : isFolder ? Path.Combine(place, Path.GetFileName(path)) : place;
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.Copy(path, target);
        }

        Assert.True(any, $"Nothing is there to be copied to {place}.");
    }

    private static IEnumerable<(string Path, string Relative)> FilesIn(string root, string source) =>
        File.Exists(root + source) ? [(root + source, "")] : Directory.EnumerateFiles(root + source, "*", SearchOption.AllDirectories).Select(path => (path, Path.GetRelativePath(root + source, path)));
}
