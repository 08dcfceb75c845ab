using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using System.Text.RegularExpressions;
using LoadTestAz.AciStandIn.Identity;
using LoadTestAz.AciStandIn.Node;
using LoadTestAz.Tests.Hosting;
using LoadTestAz.Tests.Node;
using YamlDotNet.RepresentationModel;

namespace LoadTestAz.Worker.Tests.Images;

/// <summary>docker/compose.yaml: what it starts, started here as processes, with the arguments that stand there.</summary>
public sealed partial class ComposeTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
    private static readonly NodeTools Azurite = new("azurite");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loadtestaz-compose-");
    private readonly List<Process> _processes = [];
    private int _port = Random.Shared.Next(20_000, 32_000);

    public void Dispose()
    {
        foreach (var process in _processes)
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        _folder.Delete(recursive: true);
    }

    [Fact]
    public void It_builds_what_is_there_and_publishes_nothing()
    {
        var services = (YamlMappingNode)Read(Text)["services"];

        foreach (var service in services.Children.Values)
        {
            if (Find(service, "build") is { } build)
            {
                Assert.True(File.Exists(Path.Combine(BuildContext.Root, (string)build["dockerfile"]!)));
                Assert.Equal(BuildContext.Root, Path.GetFullPath(Path.Combine(BuildContext.Root, "docker", (string)build["context"]!)));
            }
            else
            {
                Assert.Matches(@":\d+\.\d+\.\d+$", (string)service["image"]!);
            }

            Assert.Null(Find(service, "ports"));
        }

        // They find each other at 127.0.0.1, and each port is one service's.
        Assert.All(services.Children.Where(s => (string)s.Key! != "azure"), s => Assert.Equal("service:azure", (string)s.Value["network_mode"]!));
        var azurite = Words(services["azurite"]["command"]);
        Assert.Equal(Version(Path.Combine(Azurite.Folder, "package.json")), ((string)services["azurite"]["image"]!).Split(':')[1]);
        Assert.Contains($"127.0.0.1:{azurite[Array.IndexOf(azurite, "--blobPort") + 1]}/", Words(services["azure"]["command"])[^1], StringComparison.Ordinal);
        var session = services["session"]["environment"];
        var azure = Words(services["azure"]["command"]);
        Assert.Equal($"http://127.0.0.1:{azure[Array.IndexOf(azure, "--identity-port") + 1]}/", (string)session[ManagedIdentityEndpoint.HostVariable]!);
    }

    [Fact]
    public async Task A_rehearsal_by_it_counts_what_the_target_counted()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere .NET does not trust a certificate by SSL_CERT_FILE.");
        if (!NodeTools.IsPossible())
            NodeTests.Skip("Azurite");
        await Azurite.EnsureAsync(TestContext.Current.CancellationToken);

        // The same, with ports that are free on this machine.
        var ports = new Dictionary<string, string>();
        var services = (YamlMappingNode)Read(Port().Replace(Text, m => ports.TryGetValue(m.Value, out var known) ? known : ports[m.Value] = FreePort()))["services"];

        Start(services["azure"]);
        await UntilAsync(() => File.Exists(Path.Combine(_folder.FullName, "plan.yaml")), "The stand-in of Azure left no plan.");
        Start(services["azurite"]);
        Start(services["target"]);
        await UntilAsync(() => Listens(ports["10000"]) && Listens(ports["8080"]), "Azurite or the target does not listen.");

        var (output, exitCode) = await SessionAsync(services["session"], Script().Replace("8080", ports["8080"], StringComparison.Ordinal));

        using var http = new HttpClient();
        using var statistics = JsonDocument.Parse(await http.GetStringAsync($"http://127.0.0.1:{ports["8080"]}/_statistics", TestContext.Current.CancellationToken));
        var served = statistics.RootElement.GetProperty("TotalRequests").GetInt64();
        Assert.True(exitCode == 0, output);
        Assert.True(served > 0, output);
        Assert.Contains($"count={served}\n", output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
    }

    private static string Text => File.ReadAllText(Path.Combine(BuildContext.Root, "docker", "compose.yaml"));

    // What the page says to type in the session, shorter, and on the engine that is always there.
    private static string Script()
    {
        var page = File.ReadAllText(Path.Combine(BuildContext.Root, "docs", "rehearsal.md")).ReplaceLineEndings("\n");
        var block = Regex.Match(page[page.IndexOf("docker/compose.yaml run", StringComparison.Ordinal)..], "```powershell\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        Assert.Contains("-Duration 20s", block, StringComparison.Ordinal);
        return $"$ErrorActionPreference = 'Stop'\n{block.Replace("-Duration 20s", "-Engine Http -Duration 3s", StringComparison.Ordinal)}\n\"count=$($result.Metrics['http_reqs'].Count)\"";
    }

    private Process Start(YamlNode service, params string[] more)
    {
        var words = Words(service["command"]).Select(Here).Concat(more).ToList();
        if (words[0] == "azurite")
            words = ["node", Path.Combine(Azurite.Folder, "node_modules", "azurite", "dist", "src", "azurite.js"), .. words[1..]];
        var start = new ProcessStartInfo(words[0], words[1..]) { WorkingDirectory = _folder.FullName, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
        if (Find(service, "environment") is YamlMappingNode variables)
        {
            foreach (var (name, value) in variables.Children)
                start.Environment[(string)name!] = Here((string)value!);
        }

        var process = Process.Start(start)!;
        process.StandardInput.Close();
        _processes.Add(process);
        return process;
    }

    private async Task<(string Output, int ExitCode)> SessionAsync(YamlNode service, string script)
    {
        var process = Start(service, "-NonInteractive", "-NoProgress", "-Command", Here(script));
        var output = Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(Patience);
        return (string.Concat(await output), process.ExitCode);
    }

    // Where the image's folders are here.
    private string Here(string text) => text
        .Replace("/app/azure/", AppContext.BaseDirectory, StringComparison.Ordinal)
        .Replace("/app/shell/", AppContext.BaseDirectory, StringComparison.Ordinal)
        .Replace("/app/LoadTestAz", Repository.Module, StringComparison.Ordinal)
        .Replace("/rehearsal", _folder.FullName, StringComparison.Ordinal);

    private static YamlNode Read(string text)
    {
        var stream = new YamlStream();
        stream.Load(new YamlDotNet.Core.MergingParser(new YamlDotNet.Core.Parser(new StringReader(text))));
        return stream.Documents[0].RootNode;
    }

    private static YamlNode? Find(YamlNode node, string key) => ((YamlMappingNode)node).Children.TryGetValue(key, out var value) ? value : null;

    private static string[] Words(YamlNode node) => [.. ((YamlSequenceNode)node).Select(word => (string)word!)];

    private static string Version(string package)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(package));
        return document.RootElement.GetProperty("dependencies").GetProperty("azurite").GetString()!;
    }

    private static async Task UntilAsync(Func<bool> condition, string otherwise)
    {
        for (var i = 0; i < 600 && !condition(); i++)
            await Task.Delay(100);
        Assert.True(condition(), otherwise);
    }

    private static bool Listens(string port)
    {
        using var client = new TcpClient();
        try
        {
            client.Connect(IPAddress.Loopback, int.Parse(port, CultureInfo.InvariantCulture));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    // None of those that the system hands out by itself, of which it might give one away before the service listens there.
    private string FreePort()
    {
        while (true)
        {
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, ++_port);
                listener.Start();
                return _port.ToString(CultureInfo.InvariantCulture);
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                // Somebody else's.
            }
        }
    }

    [GeneratedRegex(@"\b(8443|8081|8080|1000[012])\b")]
    private static partial Regex Port();
}
