namespace LoadTestAz.Shell.Hosting;

/// <summary>Finds the folder of the module LoadTestAz.</summary>
internal static class ModuleLocator
{
    public const string ModuleName = "LoadTestAz";

    private const string Manifest = ModuleName + ".psd1";

    /// <summary>
    /// The module beside the program, as it ships; else the one that the build assembled in the repository that the program
    /// lies in. Null if there is neither.
    /// </summary>
    public static string? Find(string programFolder)
    {
        string shipped = Path.Combine(programFolder, ModuleName);
        if (IsModule(shipped))
            return shipped;
        for (DirectoryInfo? folder = new(programFolder); folder is not null; folder = folder.Parent)
        {
            string built = Path.Combine(folder.FullName, "output", ModuleName);
            if (IsModule(built))
                return built;
        }

        return null;
    }

    public static bool IsModule(string folder) => File.Exists(ManifestIn(folder));

    public static string ManifestIn(string folder) => Path.Combine(folder, Manifest);
}
