using System.Xml.Linq;

namespace LoadTestAz.Packer;

/// <summary>The description of a package, as PSResourceGet makes it of a module's manifest.</summary>
/// <seealso href="https://github.com/PowerShell/PSResourceGet/blob/master/src/code/PublishHelper.cs"/>
internal static class Nuspec
{
    // Newer schemas are not known to every gallery, and nothing here is newer.
    private static readonly XNamespace Schema = "http://schemas.microsoft.com/packaging/2011/08/nuspec.xsd";

    /// <summary>The document.</summary>
    /// <exception cref="PackException">The manifest lacks what a package has to say.</exception>
    public static XDocument Of(ModuleManifest manifest)
    {
        string Require(string key) => manifest.Text(key) ?? throw new PackException($"{manifest.Path} has no {key}, and a package needs it.");
        var metadata = new XElement(
            Schema + "metadata",
            new XElement(Schema + "id", manifest.Name),
            new XElement(Schema + "version", $"{manifest.Version}"),
            new XElement(Schema + "authors", Require("Author")),
            new XElement(Schema + "owners", Require("CompanyName")),
            new XElement(Schema + "requireLicenseAcceptance", "false"),
            new XElement(Schema + "description", Require("Description")),
            Optional("releaseNotes", manifest.GalleryText("ReleaseNotes")),
            new XElement(Schema + "copyright", Require("Copyright")),
            new XElement(Schema + "tags", string.Join(' ', TagsOf(manifest))),
            Optional("licenseUrl", manifest.GalleryText("LicenseUri")),
            Optional("projectUrl", manifest.GalleryText("ProjectUri")));
        return new(new XElement(Schema + "package", metadata));
    }

    /// <summary>The manifest's own tags, and those by which the gallery finds modules and their commands.</summary>
    public static IEnumerable<string> TagsOf(ModuleManifest manifest)
    {
        var cmdlets = manifest.List("CmdletsToExport");
        if (cmdlets.Count == 0 || cmdlets.Any(name => name.Contains('*')))
            throw new PackException($"{manifest.Path} does not name its cmdlets one by one (CmdletsToExport).");
        return [.. manifest.Tags, "PSModule", "PSIncludes_Cmdlet", .. cmdlets.Select(name => $"PSCmdlet_{name}"), .. cmdlets.Select(name => $"PSCommand_{name}")];
    }

    private static XElement? Optional(string name, string? value) => value is null ? null : new XElement(Schema + name, value);
}
