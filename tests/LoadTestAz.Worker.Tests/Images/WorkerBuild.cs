using System.Diagnostics;

namespace LoadTestAz.Worker.Tests.Images;

/// <summary>The build stage of the Dockerfiles, carried out once: with what they copy and nothing else, by the command that stands there.</summary>
public sealed class WorkerBuild : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loadtestaz-image-");
    private readonly Lazy<Task<string>> _build;

    public WorkerBuild() => _build = new(BuildAsync);

    private static bool HasLinker => File.Exists("/usr/bin/clang") || File.Exists("/usr/bin/gcc");

    /// <summary>Waits for the build before the first test asks for it: here that takes no other test's turn. How it went, they tell.</summary>
    public async ValueTask InitializeAsync()
    {
        if (Container.IsPossible && HasLinker)
            await Task.WhenAny(_build.Value);
    }

    /// <summary>The stage's file system, as far as other stages copy from it.</summary>
    internal Task<string> StageAsync()
    {
        Container.RequireOrSkip();
        Assert.SkipUnless(HasLinker, "The worker is compiled ahead of time, and there is neither clang nor gcc to link it with.");
        return _build.Value;
    }

    /// <summary>A new empty folder.</summary>
    internal string NewFolder() => _folder.CreateSubdirectory(Guid.NewGuid().ToString("N")).FullName;

    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private async Task<string> BuildAsync()
    {
        var stage = Dockerfile.Read("Dockerfile.worker").Stages[0];
        var (layer, built) = (NewFolder(), NewFolder());
        stage.CopyInto(new Dictionary<string, string>(), layer);
        Directory.CreateDirectory(built + "/app");

        // This machine, which has the SDK and a linker, stands for the SDK's image.
        var start = Container.Start("/", layer, NewFolder(), isReadOnly: false, "0:0", stage.The("WORKDIR").Text, ["/bin/sh", "-c", stage.The("RUN").Text], $"{built}/app:app");
        foreach (var name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase) || name.StartsWith("DOTNET_CLI", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        using var process = Process.Start(start)!;
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync().WaitAsync(Patience);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }

        var said = string.Concat(await output);
        Assert.True(process.ExitCode == 0, said);
        Assert.DoesNotContain("warning", said, StringComparison.OrdinalIgnoreCase);
        return built;
    }
}
