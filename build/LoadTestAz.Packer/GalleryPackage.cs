using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;

namespace LoadTestAz.Packer;

/// <summary>
/// A module as the PowerShell Gallery takes it: a nupkg with the module's files at its root. Same files, same bytes: also names
/// are made from contents.
/// </summary>
internal static class GalleryPackage
{
    private static readonly XNamespace Types = "http://schemas.openxmlformats.org/package/2006/content-types";
    private static readonly XNamespace Relationships = "http://schemas.openxmlformats.org/package/2006/relationships";
    private static readonly XNamespace Core = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties";
    private static readonly XNamespace Dublin = "http://purl.org/dc/elements/1.1/";

    /// <summary>Writes it.</summary>
    /// <param name="file">The package.</param>
    /// <param name="module">The module's folder.</param>
    /// <param name="manifest">What it says of itself.</param>
    public static void Write(string file, string module, ModuleManifest manifest)
    {
        var files = SteadyZip.FilesOf(module);
        var nuspec = Nuspec.Of(manifest);
        var properties = Bytes(Properties(manifest));
        var propertiesName = $"package/services/metadata/core-properties/{Convert.ToHexStringLower(SHA256.HashData(properties))[..32]}.psmdcp";

        using var zip = new SteadyZip(file);
        zip.Add("_rels/.rels", Bytes(Links($"{manifest.Name}.nuspec", propertiesName)));
        zip.Add($"{manifest.Name}.nuspec", Bytes(nuspec));
        foreach (var (name, content) in files)
            zip.Add(Part(name), content);
        zip.Add("[Content_Types].xml", Bytes(ContentTypes([.. files.Select(entry => entry.Name), ".rels", ".psmdcp", ".nuspec"])));
        zip.Add(propertiesName, properties);
    }

    // Parts of such a package are named as in an address.
    private static string Part(string name) => string.Join('/', name.Split('/').Select(Uri.EscapeDataString));

    private static XDocument Links(string nuspec, string properties) => new(new XElement(
        Relationships + "Relationships",
        Link("http://schemas.microsoft.com/packaging/2010/07/manifest", $"/{nuspec}", "R1"),
        Link("http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties", $"/{properties}", "R2")));

    private static XElement Link(string type, string target, string id) =>
        new(Relationships + "Relationship", new XAttribute("Type", type), new XAttribute("Target", target), new XAttribute("Id", id));

    private static XDocument ContentTypes(IEnumerable<string> names)
    {
        var extensions = names.Select(name => Path.GetExtension(name).TrimStart('.')).Where(e => e.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal);
        return new(new XElement(
            Types + "Types",
            extensions.Select(extension => new XElement(Types + "Default", new XAttribute("Extension", extension), new XAttribute("ContentType", extension switch
            {
                "rels" => "application/vnd.openxmlformats-package.relationships+xml",
                "psmdcp" => "application/vnd.openxmlformats-package.core-properties+xml",
                _ => "application/octet",
            }))),
            names.Where(name => Path.GetExtension(name).Length == 0 ).Order(StringComparer.Ordinal)
                .Select(name => new XElement(Types + "Override", new XAttribute("PartName", $"/{name}"), new XAttribute("ContentType", "application/octet")))));
    }

    private static XDocument Properties(ModuleManifest manifest) => new(new XElement(
        Core + "coreProperties",
        new XAttribute(XNamespace.Xmlns + "dc", Dublin),
        new XElement(Dublin + "creator", manifest.Text("Author")),
        new XElement(Dublin + "description", manifest.Text("Description")),
        new XElement(Dublin + "identifier", manifest.Name),
        new XElement(Core + "version", $"{manifest.Version}"),
        new XElement(Core + "keywords", string.Join(' ', Nuspec.TagsOf(manifest)))));

    private static byte[] Bytes(XDocument document) => Encoding.UTF8.GetBytes($"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{document.ToString().ReplaceLineEndings("\n")}");
}
