namespace LoadTestAz.Tests.Hosting;

/// <summary>Where things are in the checkout that the tests were built from.</summary>
internal static class Repository
{
    /// <summary>The checkout's root.</summary>
    public static string Root { get; } = Find();

    /// <summary>The module as it ships.</summary>
    public static string Module => Path.Combine(Root, "output", "LoadTestAz");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "LoadTestAz.sln")))
                return folder.FullName;
        }

        throw new InvalidOperationException($"No LoadTestAz.sln above '{AppContext.BaseDirectory}'.");
    }
}
