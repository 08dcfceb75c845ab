using System.Collections;
using System.Management.Automation.Language;

namespace LoadTestAz.Packer;

/// <summary>A module's manifest, read as the data that it is: nothing in it is run.</summary>
internal sealed class ModuleManifest
{
    private readonly SortedDictionary<string, string> _added = new(StringComparer.Ordinal);
    private readonly string _text;
    private readonly int _endOfPSData;
    private readonly Hashtable _data;
    private readonly Hashtable _psData;

    private ModuleManifest(string path, string text, HashtableAst data, HashtableAst psData)
    {
        Path = path;
        _text = text;
        _endOfPSData = psData.Extent.EndOffset - 1;
        _data = (Hashtable)data.SafeGetValue();
        _psData = (Hashtable)psData.SafeGetValue();
    }

    public string Path { get; }

    public string Name => System.IO.Path.GetFileNameWithoutExtension(Path);

    public Version Version => Version.Parse(Text("ModuleVersion") ?? throw new PackException($"{Path} has no ModuleVersion."));

    /// <summary>Reads it.</summary>
    /// <exception cref="PackException">It is no manifest with a section PSData.</exception>
    public static ModuleManifest Read(string path)
    {
        var text = File.ReadAllText(path);
        var script = Parser.ParseInput(text, path, out _, out var mistakes);
        if (mistakes.Length > 0)
            throw new PackException($"{path}({mistakes[0].Extent.StartLineNumber}): {mistakes[0].Message}");
        if (script.Find(ast => ast is HashtableAst, searchNestedScriptBlocks: false) is not HashtableAst data || Entry(data, "PrivateData") is not { } own || Entry(own, "PSData") is not { } psData)
            throw new PackException($"{path} has no PrivateData.PSData, where the gallery looks for tags and addresses.");
        return new(path, text, data, psData);
    }

    /// <summary>An entry's text; null when there is none.</summary>
    public string? Text(string key) => _data[key] as string;

    /// <summary>The text of an entry that is meant for the gallery; null when there is none.</summary>
    public string? GalleryText(string key) => _psData[key] as string;

    /// <summary>The list of an entry.</summary>
    public IReadOnlyList<string> List(string key) => Strings(_data[key]);

    /// <summary>The gallery's tags.</summary>
    public IReadOnlyList<string> Tags => Strings(_psData["Tags"]);

    /// <summary>Gives the gallery something that the manifest does not say itself; what it says stays.</summary>
    public void Set(string key, string value)
    {
        if (!_psData.ContainsKey(key))
            _added[key] = value;
    }

    /// <summary>Writes it, with what was set.</summary>
    public void Save()
    {
        var added = string.Concat(_added.Select(entry => $"; {entry.Key} = '{CodeGeneration.EscapeSingleQuotedStringContent(entry.Value)}'"));
        var before = _text[.._endOfPSData].TrimEnd();
        File.WriteAllText(Path, $"{before}{added} {_text[_endOfPSData..]}");
    }

    private static HashtableAst? Entry(HashtableAst table, string key) =>
        table.KeyValuePairs.Where(pair => pair.Item1 is StringConstantExpressionAst name && name.Value.Equals(key, StringComparison.OrdinalIgnoreCase))
            .Select(pair => pair.Item2.Find(ast => ast is HashtableAst, searchNestedScriptBlocks: false) as HashtableAst).FirstOrDefault();

    private static string[] Strings(object? value) => value switch
    {
        string one => [one],
        IEnumerable many => [.. many.Cast<object>().Select(item => $"{item}")],
        _ => [],
    };
}
