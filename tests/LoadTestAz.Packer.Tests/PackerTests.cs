using System.IO.Compression;
using LoadTestAz.Packer.Notices;
using LoadTestAz.Packer.Tests.Support;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Packer.Tests;

/// <summary>The parts of the packer, and what it refuses.</summary>
public sealed class PackerTests : IDisposable
{
    private const string Psd1 =
        """
        @{
            ModuleVersion = '1.2.0'
            CmdletsToExport = @('Get-One')
            PrivateData = @{ PSData = @{ Tags = @('x'); LicenseUri = 'https://example.com/license' } }
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Release_notes_are_the_versions_own()
    {
        const string Log = "# Log\n\n## 1.2.0 (unreleased)\n\n- new\n  still\n\n## 1.2.0.1\n\n- other\n\n## 1.1.0\n\n- old\n";

        Assert.Equal("- new\n  still", ChangeLog.NotesOf(Log, new Version(1, 2, 0)));
        Assert.Equal("- old", ChangeLog.NotesOf(Log.ReplaceLineEndings("\r\n"), new Version(1, 1, 0)));
        Assert.Contains("'## 1.3.0'", Assert.Throws<PackException>(() => ChangeLog.NotesOf(Log, new Version(1, 3, 0))).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://example.com/a/b", "https://example.com/a/b")]
    [InlineData("https://example.com/a/b.git", "https://example.com/a/b")]
    [InlineData("git@example.com:a/b.git", "https://example.com/a/b")]
    public void The_projects_address_is_one_that_a_browser_opens(string given, string address) => Assert.Equal(address, ProjectAddress.Parse(given));

    [Theory]
    [InlineData("/srv/git/b.git")]
    [InlineData("http://example.com/a")]
    [InlineData("https://user:token@example.com/a")]
    public void Other_addresses_are_refused(string given) => Assert.Throws<PackException>(() => ProjectAddress.Parse(given));

    [Fact]
    public void What_the_manifest_says_stays_and_the_rest_is_added_as_data()
    {
        const string Notes = "It's ‘quoted’,\n$(Get-Date) and } is text";
        var manifest = ModuleManifest.Read(_folder.Write("Sample.psd1", Psd1));
        manifest.Set("LicenseUri", "https://example.com/other");
        manifest.Set("ReleaseNotes", Notes);

        manifest.Save();
        var read = ModuleManifest.Read(manifest.Path);

        Assert.Equal((Notes, "https://example.com/license"), (read.GalleryText("ReleaseNotes"), read.GalleryText("LicenseUri")));
        Assert.Equal((new Version(1, 2, 0), "Sample"), (read.Version, read.Name));
        Assert.Equal(["Get-One"], read.List("CmdletsToExport"));
    }

    [Fact]
    public void Wildcards_in_exports_are_refused()
    {
        var manifest = ModuleManifest.Read(_folder.Write("Sample.psd1", Psd1.Replace("'Get-One'", "'*'", StringComparison.Ordinal)));

        Assert.Contains("CmdletsToExport", Assert.Throws<PackException>(() => Nuspec.TagsOf(manifest).ToList()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_assembly_of_nobody_knows_whom_is_refused()
    {
        _folder.Write("module/net8.0/deps/Stray.dll", "");
        _folder.Write("module/net8.0/LoadTestAz.dll", "");

        Assert.Contains("Stray.dll", Assert.Throws<PackException>(() => RedistributedPackages.Find(Path.Combine(_folder.Path, "module"), _folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_license_that_is_not_there_to_be_handed_on_is_refused_and_texts_that_are_shared_stand_once()
    {
        Package("one", "<license type=\"expression\">MIT</license>", ("NOTICE.txt", "a notice"));
        Package("two", "<license type=\"file\">docs/TERMS.txt</license>", ("docs/TERMS.txt", "own terms"), ("NOTICE.txt", "a notice"), ("LICENSE", "own terms, too"));
        Package("three", "<license type=\"expression\">Zlib</license>");
        RedistributedPackage Of(string id) => new(id, "1.0.0", Path.Combine(_folder.Path, id, "1.0.0"), [$"{id}.dll"]);

        var notices = ThirdPartyNotices.Of("Sample", [Of("one"), Of("two")]);
        var refused = Assert.Throws<PackException>(() => ThirdPartyNotices.Of("Sample", [Of("three")]));

        Assert.Equal(2, notices.Split("a notice").Length);
        Assert.Contains("Permission is hereby granted", notices, StringComparison.Ordinal);
        Assert.Contains("own terms", notices, StringComparison.Ordinal);
        Assert.Contains("Copyright one", notices, StringComparison.Ordinal);
        Assert.Contains("'Zlib'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_zip_file_has_the_module_in_a_folder_with_licenses_and_notices_and_is_the_same_wherever_it_is_made()
    {
        Package("one", "<license type=\"expression\">MIT</license>");
        var (first, second) = (Zip("here", "net8.0/deps/One.dll", "net8.0/LoadTestAz.dll"), Zip("there", "net8.0/LoadTestAz.dll", "net8.0/deps/One.dll"));

        using var zip = ZipFile.OpenRead(first);
        Assert.Equal(
            ["Sample/CHANGELOG.md", "Sample/LICENSE", "Sample/Sample.psd1", "Sample/THIRD-PARTY-NOTICES.txt", "Sample/net8.0/LoadTestAz.dll", "Sample/net8.0/deps/One.deps.json", "Sample/net8.0/deps/One.dll"],
            zip.Entries.Select(entry => entry.FullName));
        Assert.Contains("Copyright one", Text("THIRD-PARTY-NOTICES.txt"), StringComparison.Ordinal);
        Assert.Equal("our terms", Text("LICENSE"));
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
        var unpacked = Path.Combine(_folder.Path, "unpacked");
        ZipFile.ExtractToDirectory(first, unpacked);
        Assert.True(OperatingSystem.IsWindows() || File.GetUnixFileMode(Path.Combine(unpacked, "Sample", "LICENSE")).HasFlag(UnixFileMode.UserRead | UnixFileMode.OtherRead));

        string Text(string name)
        {
            using var reader = new StreamReader(zip.GetEntry($"Sample/{name}")!.Open());
            return reader.ReadToEnd();
        }
    }

    [Fact]
    public void The_program_tells_what_is_wrong_as_a_build_error()
    {
        _folder.Write("LICENSE", "x");
        _folder.Write("CHANGELOG.md", "# Log\n");
        var module = Path.GetDirectoryName(_folder.Write("module/Sample.psd1", Psd1))!;
        using var output = new StringWriter();

        Assert.Equal(1, PackProgram.Run([module, _folder.Path, _folder.Path, Path.Combine(_folder.Path, "x.nupkg")], output));
        Assert.Contains(": error PACK0001: CHANGELOG.md says nothing of version 1.2.0", output.ToString(), StringComparison.Ordinal);
        Assert.Equal(2, PackProgram.Run([], output));
    }

    // A module with an assembly of the package "one", packed; its assemblies written in this order.
    private string Zip(string folder, params string[] assemblies)
    {
        _folder.Write("LICENSE", "our terms");
        _folder.Write("CHANGELOG.md", "# Log\n\n## 1.2.0\n\n- new\n");
        foreach (var assembly in assemblies)
            _folder.Write($"{folder}/Sample/{assembly}", assembly);
        _folder.Write($"{folder}/Sample/net8.0/deps/One.deps.json", """{ "targets": { "net8.0": { "one/1.0.0": { "runtime": { "lib/net8.0/One.dll": {} } } } }, "libraries": { "one/1.0.0": { "type": "package" } } }""");
        var module = Path.GetDirectoryName(_folder.Write($"{folder}/Sample/Sample.psd1", Psd1))!;
        var zip = Path.Combine(_folder.Path, folder, "Sample.zip");
        using var output = new StringWriter();
        Assert.True(PackProgram.Run([module, _folder.Path, _folder.Path, zip], output) == 0, output.ToString());
        return zip;
    }

    private void Package(string id, string license, params (string Name, string Text)[] files)
    {
        _folder.Write($"{id}/1.0.0/{id}.nuspec", $"<package><metadata><id>{id}</id><version>1.0.0</version><authors>them</authors>{license}<copyright>Copyright {id}</copyright></metadata></package>");
        foreach (var (name, text) in files)
            _folder.Write($"{id}/1.0.0/{name}", text);
    }
}
