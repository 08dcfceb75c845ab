namespace LoadTestAz.Benchmarks;

/// <summary>Where this project lies.</summary>
internal static class Repository
{
    /// <summary>The folder of the solution.</summary>
    /// <exception cref="BenchmarkException">The program does not lie in it.</exception>
    public static string Root
    {
        get
        {
            for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "LoadTestAz.sln")))
                    return folder.FullName;
            }

            throw new BenchmarkException($"'{AppContext.BaseDirectory}' is not within the project's folder; run it by 'dotnet run -c Release --project tests/Benchmarks'.");
        }
    }
}
