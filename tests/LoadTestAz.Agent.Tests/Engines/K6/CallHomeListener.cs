using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LoadTestAz.Agent.Tests.Engines.K6;

/// <summary>Stands in for the way out: a proxy on this machine that notes whom anybody wants to reach, and lets nobody through.</summary>
internal sealed class CallHomeListener : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly string _folder = Directory.CreateTempSubdirectory("loadtestaz-").FullName;

    public CallHomeListener()
    {
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>The first line of each attempt, such as <c>CONNECT stats.grafana.org:443 HTTP/1.1</c>.</summary>
    public ConcurrentQueue<string> Attempts { get; } = new();

    /// <summary>A program that is another one, with this as its only way out.</summary>
    public string Enclose(string program)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The program is a shell script.");
        var proxy = $"http://{_listener.LocalEndpoint}";
        var path = Path.Combine(_folder, "k6");
        File.WriteAllText(path, $"#!/bin/sh\nunset NO_PROXY no_proxy\nexport HTTP_PROXY={proxy} HTTPS_PROXY={proxy} http_proxy={proxy} https_proxy={proxy}\nexec '{program}' \"$@\"\n");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }

    public void Dispose()
    {
        _listener.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync();
                Attempts.Enqueue(await FirstLineAsync(client));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private static async Task<string> FirstLineAsync(TcpClient client)
    {
        try
        {
            var line = new byte[200];
            return Encoding.ASCII.GetString(line, 0, await client.GetStream().ReadAsync(line)).Split('\r')[0];
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }
}
