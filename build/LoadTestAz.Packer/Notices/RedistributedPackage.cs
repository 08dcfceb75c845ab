using System.Xml.Linq;

namespace LoadTestAz.Packer.Notices;

/// <summary>A package of other people of which the module has files.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Version">Its version.</param>
/// <param name="Folder">Where it was restored to.</param>
/// <param name="Files">The module's files that are of it, by name.</param>
internal sealed record RedistributedPackage(string Id, string Version, string Folder, IReadOnlyList<string> Files)
{
    private static readonly string[] NoticeNames = ["LICENSE", "NOTICE", "THIRD-PARTY-NOTICES", "THIRDPARTYNOTICES"];

    private readonly XElement _metadata = Metadata(Folder, Id);

    public string Authors => Value("authors") ?? "";

    public string? Copyright => Value("copyright");

    public string? ProjectUrl => Value("projectUrl");

    /// <summary>The license as its author names it: an SPDX expression, or the address of a text.</summary>
    public string License => Element("license") is { } license && (string?)license.Attribute("type") == "expression"
        ? license.Value.Trim()
        : Element("license") is { } file ? $"see {file.Value.Trim()} below" : Value("licenseUrl") ?? throw new PackException($"Package {Id} {Version} says nothing of its license, so it can't be handed on.");

    /// <summary>The texts that came with it: license, notice, notices of third parties.</summary>
    public IEnumerable<(string Name, string Text)> Texts()
    {
        var named = Element("license") is { } license && (string?)license.Attribute("type") == "file" ? license.Value.Trim() : null;
        return Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Folder, path).Replace('\\', '/'))
            .Where(name => name == named || (!name.Contains('/') && NoticeNames.Contains(Path.GetFileNameWithoutExtension(name).ToUpperInvariant())))
            .Order(StringComparer.Ordinal)
            .Select(name => (name, File.ReadAllText(Path.Combine(Folder, name)).ReplaceLineEndings("\n").Trim()));
    }

    private static XElement Metadata(string folder, string id)
    {
        var file = Path.Combine(folder, id.ToLowerInvariant() + ".nuspec");
        return File.Exists(file)
            ? XDocument.Load(file).Root!.Elements().First(e => e.Name.LocalName == "metadata")
            : throw new PackException($"Package {id} is not at '{folder}'. Restore first: dotnet restore.");
    }

    private XElement? Element(string name) => _metadata.Elements().FirstOrDefault(e => e.Name.LocalName == name);

    private string? Value(string name) => Element(name)?.Value.Trim() is { Length: > 0 } text ? text : null;
}
