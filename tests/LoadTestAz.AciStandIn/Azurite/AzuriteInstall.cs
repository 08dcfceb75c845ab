using System.Diagnostics;
using System.Security.Cryptography;

namespace LoadTestAz.AciStandIn.Azurite;

/// <summary>Restores Azurite with npm, exactly as tests/azurite/package-lock.json says, once for all test runs.</summary>
public static class AzuriteInstall
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>The folder with package.json.</summary>
    public static string Folder { get; } = Path.Combine(FindRepository(), "tests", "azurite");

    /// <summary>Installs what is missing. Several test programs may ask at once; one installs, the others wait.</summary>
    public static async Task EnsureAsync(CancellationToken cancellationToken = default)
    {
        var wanted = Convert.ToHexString(SHA256.HashData(await File.ReadAllBytesAsync(Path.Combine(Folder, "package-lock.json"), cancellationToken)));
        var marker = Path.Combine(Folder, "node_modules", ".loadtestaz-installed");
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            await using var alone = await LockAsync(patience.Token);
            if (File.Exists(marker) && await File.ReadAllTextAsync(marker, patience.Token) == wanted)
                return;

            await NpmAsync(patience.Token);
            await File.WriteAllTextAsync(marker, wanted, CancellationToken.None);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"'npm ci' in {Folder} did not end within {Patience.TotalMinutes} minutes.");
        }
    }

    private static async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        var name = Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Folder)))[..16];
        var path = Path.Combine(Path.GetTempPath(), $"loadtestaz-azurite-{name}.lock");
        while (true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await Task.Delay(TimeSpan.FromSeconds(0.5), TimeProvider.System, cancellationToken);
            }
        }
    }

    private static async Task NpmAsync(CancellationToken cancellationToken)
    {
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd.exe", "/c npm ci") : new ProcessStartInfo("npm", "ci");
        start.WorkingDirectory = Folder;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var npm = Process.Start(start)!;
        var output = Task.WhenAll(npm.StandardOutput.ReadToEndAsync(CancellationToken.None), npm.StandardError.ReadToEndAsync(CancellationToken.None));
        try
        {
            await npm.WaitForExitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            npm.Kill(entireProcessTree: true);
            throw;
        }

        if (npm.ExitCode != 0)
            throw new InvalidOperationException($"'npm ci' in {Folder} failed with exit code {npm.ExitCode}. Run it there by hand.\n{string.Join('\n', await output)}");
    }

    private static string FindRepository()
    {
        for (var folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "LoadTestAz.sln")))
                return folder;
        }

        throw new DirectoryNotFoundException($"There is no LoadTestAz.sln above {AppContext.BaseDirectory}.");
    }
}
