using LoadTestAz.HelpBuilder.Checks;
using LoadTestAz.HelpBuilder.Cmdlets;
using LoadTestAz.HelpBuilder.Maml;
using LoadTestAz.HelpBuilder.Pages;

namespace LoadTestAz.HelpBuilder;

/// <summary>Makes the help file of a module out of a page per cmdlet, or says in what the pages and the cmdlets disagree.</summary>
internal static class HelpProgram
{
    private const string Usage = "usage: LoadTestAz.HelpBuilder <cmdlets.dll> <folder of pages> <cmdlets.dll-Help.xml>";

    /// <summary>Runs the program.</summary>
    /// <param name="args">The assembly, the folder of pages, and the file to write.</param>
    /// <param name="output">Takes the mistakes, one a line, as MSBuild reads them.</param>
    /// <returns>0 when the help is up to date, 1 for mistakes, 2 for a bad command line.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter output)
    {
        if (args is not [var assembly, var folder, var file])
        {
            output.WriteLine(Usage);
            return 2;
        }

        if (!File.Exists(assembly))
            return Fail(output, [new Mistake(assembly, 1, MistakeCodes.Input, "There is no such assembly; build it first.")]);
        if (!Directory.Exists(folder))
            return Fail(output, [new Mistake(folder, 1, MistakeCodes.Input, "There is no such folder of help pages.")]);

        var cmdlets = CmdletReader.Read(CmdletAssembly.Load(Path.GetFullPath(assembly)));
        var pages = Directory.EnumerateFiles(folder, "*.md")
            .Select(path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal)
            .Select(name => PageReader.Read($"{folder.TrimEnd('/', '\\')}/{name}", File.ReadAllText(Path.Combine(folder, name))))
            .ToList();
        var mistakes = HelpCheck.Find(cmdlets, pages, folder, ErrorIds.Read(assembly)).ToList();
        if (mistakes.Count > 0)
            return Fail(output, mistakes);

        WriteIfChanged(file, MamlDocument.Serialize(cmdlets, pages));
        return 0;
    }

    private static int Fail(TextWriter output, IEnumerable<Mistake> mistakes)
    {
        foreach (var mistake in mistakes.OrderBy(m => m.File, StringComparer.Ordinal).ThenBy(m => m.Line).ThenBy(m => m.Code, StringComparer.Ordinal).ThenBy(m => m.Message, StringComparer.Ordinal))
            output.WriteLine(mistake);
        return 1;
    }

    // An unchanged file keeps its time, so that nothing that depends on it is built again.
    private static void WriteIfChanged(string file, byte[] content)
    {
        if (File.Exists(file) && File.ReadAllBytes(file).AsSpan().SequenceEqual(content))
            return;
        if (Path.GetDirectoryName(file) is { Length: > 0 } folder)
            Directory.CreateDirectory(folder);
        File.WriteAllBytes(file, content);
    }
}
