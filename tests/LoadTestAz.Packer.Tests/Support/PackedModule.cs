using System.IO.Compression;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Packer.Tests.Support;

/// <summary>The package, made once by the command of the README in a copy of the sources, and unpacked somewhere else.</summary>
public sealed class PackedModule : IAsyncLifetime
{
    public const string Address = "https://example.com/loadtestaz";

    private readonly TemporaryFolder _folder = new();

    /// <summary>The copy of the sources.</summary>
    internal string Checkout => Path.Combine(_folder.Path, "checkout");

    /// <summary>The package.</summary>
    internal string File { get; private set; } = "";

    /// <summary>Where it is unpacked, as a gallery's client does it: a folder of the module's name, one of its version.</summary>
    internal string Unpacked { get; private set; } = "";

    /// <summary>What the command printed.</summary>
    internal string Output { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Sources.CopyTo(Checkout);
        var (exitCode, output) = await Dotnet.RunAsync(Checkout, "build", "build/LoadTestAz.Package", $"-p:RepositoryUrl={Address}");
        Assert.True(exitCode == 0, output);
        Output = output;
        File = Directory.GetFiles(Path.Combine(Checkout, "output", "package"), "*.nupkg").Single();
        Unpacked = Path.Combine(_folder.Path, "modules", "LoadTestAz", Path.GetFileNameWithoutExtension(File)["LoadTestAz.".Length..]);
        ZipFile.ExtractToDirectory(File, Unpacked);
    }

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
