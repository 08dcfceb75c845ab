using LoadTestAz.Packer.Notices;

namespace LoadTestAz.Packer;

/// <summary>Makes a module folder fit to be handed on, and a package for the PowerShell Gallery or a zip file out of it.</summary>
internal static class PackProgram
{
    private const string Usage = "usage: LoadTestAz.Packer <module folder> <repository root> <folder of restored packages> <file.nupkg or file.zip> [<address of the project>]";

    /// <summary>Runs the program: the folder is completed in place (release notes, licenses), then packed.</summary>
    /// <param name="args">The module's folder, where CHANGELOG.md and LICENSE are, where NuGet keeps packages, the file to write, and the project's address if it has one.</param>
    /// <param name="output">Takes what is wrong, as MSBuild reads it.</param>
    /// <returns>0, 1 when the module can't be packed, 2 for a bad command line.</returns>
    public static int Run(IReadOnlyList<string> args, TextWriter output)
    {
        if (args.Count is not (4 or 5))
        {
            output.WriteLine(Usage);
            return 2;
        }

        var (module, root, packages, file) = (args[0], args[1], args[2], args[3]);
        try
        {
            foreach (var name in new[] { "LICENSE", "CHANGELOG.md" })
                File.Copy(Path.Combine(root, name), Path.Combine(module, name), overwrite: true);

            var manifest = ModuleManifest.Read(Directory.GetFiles(module, "*.psd1").Single());
            manifest.Set("ReleaseNotes", ChangeLog.NotesOf(File.ReadAllText(Path.Combine(root, "CHANGELOG.md")), manifest.Version));
            if (args.Count == 5 && args[4].Length > 0)
                manifest.Set("ProjectUri", ProjectAddress.Parse(args[4]));
            manifest.Save();

            var redistributed = RedistributedPackages.Find(module, packages);
            File.WriteAllText(Path.Combine(module, ThirdPartyNotices.FileName), ThirdPartyNotices.Of(manifest.Name, redistributed));
            if (Path.GetExtension(file).Equals(".zip", StringComparison.OrdinalIgnoreCase))
                ModuleArchive.Write(file, module, manifest.Name);
            else
                GalleryPackage.Write(file, module, ModuleManifest.Read(manifest.Path));
            return 0;
        }
        catch (Exception e) when (e is PackException or IOException)
        {
            output.WriteLine($"{module}: error PACK0001: {e.Message}");
            return 1;
        }
    }
}
