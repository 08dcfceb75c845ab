using System.Xml.Linq;

namespace LoadTestAz.HelpBuilder.Tests.Hosting;

/// <summary>The sample cmdlets, a copy of their pages to spoil, and what the builder makes of them.</summary>
internal sealed class SampleModule : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loadtestaz-help-");

    public SampleModule()
    {
        Directory.CreateDirectory(Pages);
        foreach (var page in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, "SamplePages")))
            File.Copy(page, Path.Combine(Pages, Path.GetFileName(page)));
    }

    /// <summary>The assembly of sample cmdlets, with what it needs beside it.</summary>
    public static string Assembly { get; } = Path.Combine(AppContext.BaseDirectory, "samples", "LoadTestAz.HelpBuilder.Samples.dll");

    /// <summary>The folder of pages.</summary>
    public string Pages => Path.Combine(_folder.FullName, "pages");

    /// <summary>The help file, where Get-Help looks for that of a module in this folder.</summary>
    public string HelpFile => Path.Combine(_folder.FullName, "en-US", "LoadTestAz.HelpBuilder.Samples.dll-Help.xml");

    /// <summary>What the builder said last: a line for each mistake.</summary>
    public IReadOnlyList<string> Output { get; private set; } = [];

    /// <summary>The path of a page.</summary>
    public string Page(string cmdlet) => $"{Pages}/{cmdlet}.md";

    /// <summary>Changes a page.</summary>
    public void Edit(string cmdlet, string before, string after)
    {
        var text = File.ReadAllText(Page(cmdlet));
        Assert.Contains(before, text, StringComparison.Ordinal);
        File.WriteAllText(Page(cmdlet), text.Replace(before, after, StringComparison.Ordinal));
    }

    /// <summary>The 1-based line of a page that begins so.</summary>
    public int LineOf(string cmdlet, string beginning) =>
        Array.FindIndex(File.ReadAllLines(Page(cmdlet)), l => l.StartsWith(beginning, StringComparison.Ordinal)) + 1;

    /// <summary>Runs the builder and gives its exit code.</summary>
    public int Build()
    {
        using var output = new StringWriter { NewLine = "\n" };
        var code = HelpProgram.Run([Assembly, Pages, HelpFile], output);
        Output = output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return code;
    }

    /// <summary>Runs the builder, which must succeed, and gives the help of a cmdlet.</summary>
    public XElement BuildHelp(string cmdlet)
    {
        Assert.Equal(0, Build());
        return XDocument.Load(HelpFile).Descendants(MamlOf("command", "command")).Single(c => c.Descendants(MamlOf("command", "name")).First().Value == cmdlet);
    }

    /// <summary>Makes a module as ours is laid out, with the assembly in a folder of its own, and gives its psd1.</summary>
    public string Install()
    {
        var binaries = _folder.CreateSubdirectory("net8.0").FullName;
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(Assembly)!))
            File.Copy(file, Path.Combine(binaries, Path.GetFileName(file)));
        var manifest = Path.Combine(_folder.FullName, "Samples.psd1");
        File.WriteAllText(manifest, "@{ RootModule = 'net8.0/LoadTestAz.HelpBuilder.Samples.dll'; ModuleVersion = '1.0'; CmdletsToExport = '*' }");
        return manifest;
    }

    /// <summary>A name in one of MAML's namespaces.</summary>
    public static XName MamlOf(string prefix, string name) => XName.Get(name, prefix switch
    {
        "maml" => "http://schemas.microsoft.com/maml/2004/10",
        "command" => "http://schemas.microsoft.com/maml/dev/command/2004/10",
        _ => "http://schemas.microsoft.com/maml/dev/2004/10",
    });

    /// <inheritdoc/>
    public void Dispose() => _folder.Delete(recursive: true);
}
