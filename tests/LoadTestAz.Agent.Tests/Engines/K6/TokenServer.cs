using System.Collections.Concurrent;
using System.Net;
using System.Text;
using LoadTestAz.Agent.Engines.K6;

namespace LoadTestAz.Agent.Tests.Engines.K6;

/// <summary>A target that gives a token at /login, wants it with every other request, and takes it back at /logout.</summary>
internal sealed class TokenServer : IDisposable
{
    private readonly HttpListener _listener = new();

    public TokenServer()
    {
        Url = new Uri($"http://127.0.0.1:{LoopbackPorts.Take()}/");
        _listener.Prefixes.Add(Url.AbsoluteUri);
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Url { get; }

    /// <summary>Each request as it came, as <c>/path token</c>.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public int CountOf(string path) => Requests.Count(r => r.Split(' ')[0] == path);

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            for (var logins = 0; ;)
            {
                var context = await _listener.GetContextAsync();
                var path = context.Request.RawUrl!;
                Requests.Enqueue($"{path} {context.Request.Headers["x-token"]}".TrimEnd());
                if (path == "/login")
                    await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes($"s3cret-{++logins}"));
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }
}
