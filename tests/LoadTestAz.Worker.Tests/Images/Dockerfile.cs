using System.Text.RegularExpressions;

namespace LoadTestAz.Worker.Tests.Images;

/// <summary>A Dockerfile, as far as ours go: stages, and what each says in order.</summary>
internal sealed partial record Dockerfile(IReadOnlyList<DockerStage> Stages)
{
    /// <summary>What becomes the image.</summary>
    public DockerStage Final => Stages[^1];

    /// <summary>Reads one of ours.</summary>
    public static Dockerfile Read(string name) => Parse(File.ReadAllText(Path.Combine(BuildContext.Root, "docker", name)));

    public static Dockerfile Parse(string text)
    {
        var lines = text.ReplaceLineEndings("\n").Split('\n').Where(line => !line.TrimStart().StartsWith('#'));
        var joined = Continuation().Replace(string.Join('\n', lines), " ");
        var stages = new List<DockerStage>();
        foreach (var line in joined.Split('\n').Select(line => line.Trim()).Where(line => line.Length > 0))
        {
            var (keyword, rest) = (line.Split(' ')[0], line[line.IndexOf(' ')..].Trim());
            if (keyword == "FROM")
                stages.Add(new DockerStage(rest.Split(" AS ")[0], rest.Split(" AS ") is [_, var name] ? name : "", []));
            else
                stages[^1].Instructions.Add(new DockerInstruction(keyword, Spaces().Replace(rest, " ")));
        }

        return new Dockerfile(stages);
    }

    [GeneratedRegex(@"\\\n\s*")]
    private static partial Regex Continuation();

    [GeneratedRegex(" +")]
    private static partial Regex Spaces();
}
