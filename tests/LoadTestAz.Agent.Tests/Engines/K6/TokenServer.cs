using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace LoadTestAz.Agent.Tests.Engines.K6;

/// <summary>A target that gives a token at /login, wants it with every other request, and takes it back at /logout.</summary>
internal sealed class TokenServer : IDisposable
{
    private readonly LoopbackServer _server;
    private int _logins;

    public TokenServer() => _server = new LoopbackServer(AnswerAsync);

    public Uri Url => _server.Url;

    /// <summary>Each request as it came, as <c>/path token</c>.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public int CountOf(string path) => Requests.Count(r => r.Split(' ')[0] == path);

    public void Dispose() => _server.Dispose();

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var path = context.Request.RawUrl!;
        Requests.Enqueue($"{path} {context.Request.Headers["x-token"]}".TrimEnd());
        if (path == "/login")
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes($"s3cret-{++_logins}"));
    }
}
