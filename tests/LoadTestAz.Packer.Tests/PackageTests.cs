using System.IO.Compression;
using System.Management.Automation;
using System.Management.Automation.Runspaces;
using LoadTestAz.Packer.Tests.Support;
using LoadTestAz.Tests.Hosting;
using NuGet.Packaging;

namespace LoadTestAz.Packer.Tests;

/// <summary>The package as a gallery and its clients see it.</summary>
public sealed class PackageTests(PackedModule packed) : IClassFixture<PackedModule>
{
    [Fact]
    public void It_is_packed_without_a_warning() => Assert.Contains("0 Warning(s)", packed.Output, StringComparison.Ordinal);

    [Fact]
    public void NuGet_reads_it_and_what_it_says_of_itself()
    {
        using var reader = new PackageArchiveReader(packed.File);
        var nuspec = reader.NuspecReader;
        using var stream = reader.GetNuspec();
        var manifest = Manifest.ReadFrom(stream, validateSchema: true);
        var metadata = manifest.Metadata;

        Assert.Equal(("LoadTestAz", "0.1.0"), (metadata.Id, $"{metadata.Version}"));
        Manifest.Validate(manifest); // Throws what it finds.
        Assert.Equal(PackedModule.Address, metadata.ProjectUrl?.OriginalString);
        Assert.Equal("https://spdx.org/licenses/MIT.html", metadata.LicenseUrl?.OriginalString);
        Assert.StartsWith("- ", metadata.ReleaseNotes, StringComparison.Ordinal);
        Assert.False(string.IsNullOrEmpty(metadata.Description));
        Assert.NotEmpty(metadata.Authors);
        Assert.Empty(nuspec.GetDependencyGroups());
        var tags = metadata.Tags!.Split(' ');
        Assert.All(["PSModule", "PSEdition_Core", "PSIncludes_Cmdlet", "PSCmdlet_New-AzLoadTestPlan", "PSCommand_New-AzLoadTestPlan", "Windows", "Linux", "MacOS"], tag => Assert.Contains(tag, tags));
        Assert.Equal(tags.Length, tags.Distinct().Count());
    }

    [Fact]
    public void Its_files_are_the_modules_at_the_root()
    {
        using var reader = new PackageArchiveReader(packed.File);
        var module = Path.Combine(packed.Checkout, "output", "package", "LoadTestAz", "0.1.0");
        var files = reader.GetFiles().ToList();

        // Part names of a package are no paths of files: these are the package's own.
        Assert.Equal(
            Directory.EnumerateFiles(module, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(module, path).Replace('\\', '/')).Order(StringComparer.Ordinal),
            files.Where(name => name is not ("[Content_Types].xml" or "LoadTestAz.nuspec") && !name.StartsWith("_rels/", StringComparison.Ordinal) && !name.StartsWith("package/", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        Assert.All(["LoadTestAz.psd1", "LICENSE", "CHANGELOG.md", "THIRD-PARTY-NOTICES.txt", "en-US/LoadTestAz.dll-Help.xml", "net8.0/LoadTestAz.dll"], name => Assert.Contains(name, files));
        Assert.DoesNotContain(files, name => name.StartsWith("lib/", StringComparison.Ordinal));
        Assert.Empty(reader.GetLibItems());
    }

    [Fact]
    public async Task The_manifest_is_complete_and_names_each_cmdlet()
    {
        using var runspace = RunspaceFactory.CreateRunspace(InitialSessionState.CreateDefault2());
        runspace.Open();
        using var shell = PowerShell.Create();
        shell.Runspace = runspace;

        var module = (PSModuleInfo)Assert.Single(shell.AddScript($"Test-ModuleManifest '{packed.Unpacked}/LoadTestAz.psd1' -ErrorAction Stop").Invoke()).BaseObject;
        var (_, listed) = await Dotnet.RunAsync(packed.Checkout, Path.Combine(AppContext.BaseDirectory, "LoadTestAz.Shell.dll"), "-ModulePath", packed.Unpacked, "-Command", "(Get-Command -Module LoadTestAz).Name");
        var cmdlets = listed.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

        Assert.Equal(new Version(7, 4), module.PowerShellVersion);
        Assert.Equal(["Core"], module.CompatiblePSEditions);
        Assert.Equal((PackedModule.Address, "https://spdx.org/licenses/MIT.html"), (module.ProjectUri.OriginalString, module.LicenseUri.OriginalString));
        Assert.Contains("PSEdition_Core", module.Tags);
        Assert.Equal(ChangeLog.NotesOf(File.ReadAllText(Path.Combine(Sources.Root, "CHANGELOG.md")), module.Version), module.ReleaseNotes.ReplaceLineEndings("\n"));
        var manifest = ModuleManifest.Read(Path.Combine(packed.Unpacked, "LoadTestAz.psd1"));
        Assert.Equal(cmdlets.Order(StringComparer.Ordinal), manifest.List("CmdletsToExport").Order(StringComparer.Ordinal));
        Assert.All(["FunctionsToExport", "AliasesToExport", "VariablesToExport"], list => Assert.Empty(manifest.List(list)));
    }

    [Fact]
    public void Every_assembly_of_others_is_named_with_its_license()
    {
        var notices = File.ReadAllText(Path.Combine(packed.Unpacked, "THIRD-PARTY-NOTICES.txt"));
        var named = notices.Split('\n').Where(line => line.StartsWith("Files: ", StringComparison.Ordinal)).SelectMany(line => line["Files: ".Length..].Split(", ")).ToHashSet();
        var foreign = Directory.EnumerateFiles(packed.Unpacked, "*.dll", SearchOption.AllDirectories).Select(path => Path.GetFileName(path)).Where(name => !name.StartsWith("LoadTestAz", StringComparison.Ordinal)).ToHashSet();

        Assert.NotEmpty(foreign);
        Assert.Equal(foreign.Order(StringComparer.Ordinal), named.Order(StringComparer.Ordinal));
        Assert.Contains("Apache License", notices, StringComparison.Ordinal);
        Assert.Contains("Permission is hereby granted, free of charge", notices, StringComparison.Ordinal);
        Assert.DoesNotContain(Path.GetTempPath(), notices, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unpacked_elsewhere_it_runs_the_quickstart()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output) = await Dotnet.RunAsync(
            folder.Path, Path.Combine(AppContext.BaseDirectory, "LoadTestAz.Shell.dll"), "-ModulePath", packed.Unpacked, "-NonInteractive", "-NoProgress",
            Path.Combine(Sources.Root, "configs", "quickstart.ps1"), "-TotalVus", "3", "-Duration", "2s");

        Assert.True(exitCode == 0, output);
        Assert.Contains("the merged result has the same", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Packed_again_it_is_the_same_byte_for_byte()
    {
        using var folder = new TemporaryFolder();
        var again = Path.Combine(folder.Path, "again.nupkg");
        using (var zip = ZipFile.OpenRead(packed.File))
            Assert.Single(zip.Entries.Select(entry => entry.LastWriteTime.DateTime).Distinct());

        // The folder that was packed, as others copied it: in another place, with other times.
        var copy = Path.Combine(folder.Path, "LoadTestAz");
        foreach (var file in Directory.EnumerateFiles(Path.Combine(packed.Checkout, "output", "package", "LoadTestAz", Path.GetFileName(packed.Unpacked)), "*", SearchOption.AllDirectories).Reverse())
        {
            var target = Path.Combine(copy, Path.GetRelativePath(Path.Combine(packed.Checkout, "output", "package", "LoadTestAz", Path.GetFileName(packed.Unpacked)), file));
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            File.WriteAllBytes(target, File.ReadAllBytes(file));
        }

        GalleryPackage.Write(again, copy, ModuleManifest.Read(Path.Combine(copy, "LoadTestAz.psd1")));

        Assert.Equal(File.ReadAllBytes(packed.File), File.ReadAllBytes(again));
    }

    [Fact]
    public async Task Compiled_in_another_folder_an_assembly_is_the_same_byte_for_byte()
    {
        using var folder = new TemporaryFolder();
        Sources.CopyTo(folder.Path);

        var (exitCode, output) = await Dotnet.RunAsync(folder.Path, "build", "src/LoadTestAz.Core", "--configuration", "Release", "-p:ContinuousIntegrationBuild=true", $"-p:RepositoryUrl={PackedModule.Address}");

        Assert.True(exitCode == 0, output);
        foreach (var name in new[] { "LoadTestAz.Core.dll", "LoadTestAz.Core.pdb" })
            Assert.True(File.ReadAllBytes(Path.Combine(packed.Unpacked, "net8.0", name)).AsSpan().SequenceEqual(File.ReadAllBytes(Path.Combine(folder.Path, "src", "LoadTestAz.Core", "bin", "Release", "net8.0", name))), $"{name} depends on where it is compiled.");
    }
}
