using System.ComponentModel;
using System.Diagnostics;
using System.Security.Cryptography;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.AciStandIn.Node;

/// <summary>Programs from npm that tests need: a folder under tests, restored exactly as its package-lock.json says, once for all test runs.</summary>
/// <param name="name">The folder's name.</param>
public sealed class NodeTools(string name)
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>The folder with package.json.</summary>
    public string Folder { get; } = Path.Combine(Repository.Root, "tests", name);

    /// <summary>Whether there is a Node.js to run them with.</summary>
    public static bool IsPossible()
    {
        try
        {
            using var node = Process.Start(new ProcessStartInfo("node", "--version") { RedirectStandardOutput = true })!;
            node.WaitForExit();
            return node.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    /// <summary>Installs what is missing. Several test programs may ask at once; one installs, the others wait.</summary>
    public async Task EnsureAsync(CancellationToken cancellationToken = default)
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

    private async Task<FileStream> LockAsync(CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexString(SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(Folder)))[..16];
        var path = Path.Combine(Path.GetTempPath(), $"loadtestaz-{name}-{hash}.lock");
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

    private async Task NpmAsync(CancellationToken cancellationToken)
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
}
