using System.Text;
using System.Text.RegularExpressions;
using LoadTestAz.Shell.CommandLine;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Docs;

/// <summary>Holds the commands of a terminal in documents against the projects, options and variables that there are.</summary>
internal static partial class BashCheck
{
    private static readonly HashSet<string> Programs = ["dotnet", "az", "export", "echo", "docker", "git", "cd", "cat", "curl", "bash", "pwsh", "npm", "npx"];

    // Options of dotnet's that the documents use, and whether each takes a value.
    private static readonly Dictionary<string, bool> Options = new()
    {
        ["--project"] = true, ["-c"] = true, ["--configuration"] = true, ["--framework"] = true, ["-f"] = true, ["-r"] = true, ["--runtime"] = true, ["-o"] = true, ["--output"] = true,
        ["-v"] = true, ["--filter-class"] = true, ["--filter-namespace"] = true, ["--filter-method"] = true, ["--filter-trait"] = true, ["--no-build"] = false, ["--no-restore"] = false, ["--self-contained"] = false,
        ["--show-live-output"] = true,
    };

    // Programs that take options `--name value`, whose names stand in their code.
    private static readonly HashSet<string> WithOptions = ["tests/LoadTestAz.AciStandIn", "tests/Benchmarks"];

    private static readonly Lazy<string> Sources = new(() => string.Join('\n', new[] { "src", "tests", "build" }
        .SelectMany(f => Directory.EnumerateFiles(Path.Combine(Repository.Root, f), "*.cs", SearchOption.AllDirectories)).Where(f => !f.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText)));

    /// <summary>What is wrong with the lines of a block.</summary>
    public static IEnumerable<string> Find(string text, PowerShellCheck powerShell) =>
        text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n').Select(line => Fault(line, powerShell)).OfType<string>();

    /// <summary>What is wrong with the arguments of dotnet; null for nothing.</summary>
    public static string? DotnetFault(IReadOnlyList<string> arguments, PowerShellCheck powerShell)
    {
        if (arguments.Count == 0 || arguments[0] is not ("run" or "test" or "build" or "publish" or "pack" or "restore" or "tool" or "nuget"))
            return $"'dotnet {string.Join(' ', arguments)}' is not known to {nameof(BashCheck)}.";
        string? project = null;
        for (var i = 1; i < arguments.Count; i++)
        {
            var argument = arguments[i];
            if (argument == "--")
                return project is null ? "'--' without --project" : ProgramFault(project, [.. arguments.Skip(i + 1)], powerShell);
            if (argument.StartsWith("-p:", StringComparison.Ordinal))
                continue;
            if (argument.StartsWith('-'))
            {
                if (!Options.TryGetValue(argument, out var takesValue))
                    return $"'{argument}' is no option of 'dotnet {arguments[0]}' that {nameof(BashCheck)} knows.";
                if (takesValue && ++i == arguments.Count)
                    return $"'{argument}' lacks its value.";
                if (argument == "--project")
                    project = arguments[i];
                if (argument == "--filter-class" && !Regex.IsMatch(Sources.Value, $@"class \w*{Regex.Escape(arguments[i].Trim('*'))}\b"))
                    return $"There is no class '{arguments[i]}'.";
            }
            else
            {
                project = argument;
            }
        }

        return project is null || IsProject(project) ? null : $"There is no project '{project}'.";
    }

    private static string? Fault(string line, PowerShellCheck powerShell)
    {
        if (Captured().Match(line) is { Success: true } captured)
            line = captured.Groups[1].Value;
        var words = Words(line);
        var assigned = words.TakeWhile(word => Assignment().IsMatch(word)).ToList();
        foreach (var name in assigned.Select(word => word.Split('=')[0]).Where(name => name.StartsWith("LOADTEST", StringComparison.Ordinal) && !Sources.Value.Contains($"\"{name}\"", StringComparison.Ordinal)))
            return $"Nothing reads the variable {name}.";
        words = [.. words.Skip(assigned.Count)];
        if (words.Count == 0)
            return null;
        if (words[0].StartsWith("./", StringComparison.Ordinal))
            return powerShell.Find(line.Trim()).FirstOrDefault();
        if (!Programs.Contains(words[0]))
            return $"'{words[0]}' is no program that {nameof(BashCheck)} knows: {line}";
        return words[0] switch
        {
            "dotnet" => DotnetFault([.. words.Skip(1)], powerShell),
            "az" => MissingFile(words.Where((_, i) => i > 0 && words[i - 1] is "--template-file" or "--parameters")),
            _ => null,
        };
    }

    private static string? ProgramFault(string project, IReadOnlyList<string> arguments, PowerShellCheck powerShell)
    {
        if (!IsProject(project))
            return $"There is no project '{project}'.";
        if (project == "src/LoadTestAz.Shell")
        {
            try
            {
                var options = ShellOptionsParser.Parse(arguments);
                return options.Mode switch
                {
                    ShellMode.Script => MissingFile([options.Text]),
                    ShellMode.Command => powerShell.Find(options.Text).FirstOrDefault(),
                    _ => null,
                };
            }
            catch (UsageException e)
            {
                return e.Message;
            }
        }

        var folder = Path.Combine(Repository.Root, project);
        var text = string.Join('\n', Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Where(f => !f.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText));
        return WithOptions.Contains(project)
            ? arguments.Where(a => a.StartsWith("--", StringComparison.Ordinal) && a != "--filter" && !text.Contains($"\"{a}\"", StringComparison.Ordinal) && !text.Contains($"\"{a[2..]}\"", StringComparison.Ordinal)).Select(a => $"{project} has no option {a}.").FirstOrDefault()
            : $"{nameof(BashCheck)} does not know the options of {project}.";
    }

    private static bool IsProject(string path) =>
        File.Exists(Path.Combine(Repository.Root, path)) || (Directory.Exists(Path.Combine(Repository.Root, path)) && Directory.EnumerateFiles(Path.Combine(Repository.Root, path), "*.csproj").Any());

    private static string? MissingFile(IEnumerable<string> files) =>
        files.Where(f => !f.StartsWith('$') && f.Contains('/', StringComparison.Ordinal) && !File.Exists(Path.Combine(Repository.Root, f))).Select(f => $"There is no file '{f}'.").FirstOrDefault();

    // Words as a shell takes them: quotes keep spaces, `#` begins a comment.
    private static IReadOnlyList<string> Words(string line)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var quote = '\0';
        var isWord = false;
        foreach (var c in line)
        {
            if (quote == '\0' && c == '#' && !isWord)
                break;
            if (quote == '\0' && char.IsWhiteSpace(c))
            {
                if (isWord)
                    words.Add(word.ToString());
                word.Clear();
                isWord = false;
            }
            else if (quote == '\0' ? c is '\'' or '"' : c == quote)
            {
                quote = quote == '\0' ? c : '\0';
                isWord = true;
            }
            else
            {
                word.Append(c);
                isWord = true;
            }
        }

        return isWord ? [.. words, word.ToString()] : words;
    }

    // `name=$(command)`
    [GeneratedRegex(@"\A\w+=\$\((.*)\)\s*\z")]
    private static partial Regex Captured();

    [GeneratedRegex(@"\A[A-Za-z_]\w*=")]
    private static partial Regex Assignment();
}
