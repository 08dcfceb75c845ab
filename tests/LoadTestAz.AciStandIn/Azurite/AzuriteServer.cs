using System.Diagnostics;
using System.Text.RegularExpressions;
using LoadTestAz.AciStandIn.Node;

namespace LoadTestAz.AciStandIn.Azurite;

/// <summary>
/// A running Azurite: the real Blob protocol over https on a free loopback port, in memory, with OAuth. It ends when this
/// object is disposed, and also when this process is killed, since it watches its standard input (tests/azurite/start.js).
/// </summary>
public sealed partial class AzuriteServer : IAsyncDisposable
{
    /// <summary>The name of its account.</summary>
    public const string Account = "devstoreaccount1";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly NodeTools Install = new("azurite");

    private readonly Process _node;
    private readonly DirectoryInfo _folder;
    private readonly bool _ownsCertificate;

    private AzuriteServer(Process node, DirectoryInfo folder, LoopbackCertificate certificate, bool ownsCertificate, Uri endpoint)
    {
        _node = node;
        _folder = folder;
        _ownsCertificate = ownsCertificate;
        Certificate = certificate;
        Endpoint = endpoint;
    }

    /// <summary>What it identifies itself with.</summary>
    public LoopbackCertificate Certificate { get; }

    /// <summary>The address of its account.</summary>
    public Uri Endpoint { get; }

    /// <summary>The address of a container that nobody else uses; it is not there yet.</summary>
    public string NewLocation() => $"{Endpoint}/c{Guid.NewGuid():N}";

    /// <summary>Starts one.</summary>
    /// <param name="shared">What it is to identify itself with; null for a new certificate of its own.</param>
    public static async Task<AzuriteServer> StartAsync(LoopbackCertificate? shared = null)
    {
        await Install.EnsureAsync();
        var folder = Directory.CreateTempSubdirectory("loadtestaz-azurite-");
        var certificate = shared ?? LoopbackCertificate.Create();
        var certificateFile = Path.Combine(folder.FullName, "cert.pem");
        var keyFile = Path.Combine(folder.FullName, "key.pem");
        await File.WriteAllTextAsync(certificateFile, certificate.CertificatePem);
        await File.WriteAllTextAsync(keyFile, certificate.KeyPem);

        string[] arguments =
        [
            Path.Combine(Install.Folder, "start.js"), "--silent", "--disableTelemetry", "--inMemoryPersistence", "--oauth", "basic",
            "--blobHost", "127.0.0.1", "--blobPort", "0", "--cert", certificateFile, "--key", keyFile,
        ];
        var node = Process.Start(new ProcessStartInfo("node", arguments)
        {
            WorkingDirectory = folder.FullName,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        try
        {
            return new AzuriteServer(node, folder, certificate, shared is null, new Uri($"{await AddressAsync(node)}/{Account}"));
        }
        catch
        {
            await EndAsync(node, folder);
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await EndAsync(_node, _folder);
        if (_ownsCertificate)
            Certificate.Dispose();
    }

    private static async Task<string> AddressAsync(Process node)
    {
        var address = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        var said = new List<string>();
        DataReceivedEventHandler listen = (_, line) =>
        {
            lock (said)
            {
                if (line.Data is null)
                    address.TrySetException(new InvalidOperationException($"Azurite did not start.\n{string.Join('\n', said)}"));
                else if (Listening().Match(line.Data) is { Success: true } match)
                    address.TrySetResult(match.Value);
                else
                    said.Add(line.Data);
            }
        };
        node.OutputDataReceived += listen;
        node.ErrorDataReceived += (_, line) =>
        {
            lock (said)
                said.Add(line.Data ?? "");
        };
        node.BeginErrorReadLine();
        node.BeginOutputReadLine();
        return await address.Task.WaitAsync(Patience, TimeProvider.System);
    }

    private static async Task EndAsync(Process node, DirectoryInfo folder)
    {
        node.Kill(entireProcessTree: true);
        await node.WaitForExitAsync();
        node.Dispose();
        folder.Delete(recursive: true);
    }

    [GeneratedRegex(@"(?<=successfully listens on )https://127\.0\.0\.1:\d+")]
    private static partial Regex Listening();
}
