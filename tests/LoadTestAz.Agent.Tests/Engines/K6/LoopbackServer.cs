using System.Net;
using LoadTestAz.Agent.Engines.K6;

namespace LoadTestAz.Agent.Tests.Engines.K6;

/// <summary>A target on a free loopback port that counts its requests.</summary>
internal sealed class LoopbackServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<HttpListenerContext, Task>? _answer;
    private int _requests;

    /// <param name="answer">Writes the response, which is closed then; null for an empty one.</param>
    public LoopbackServer(Func<HttpListenerContext, Task>? answer = null)
    {
        _answer = answer;
        Url = new Uri($"http://127.0.0.1:{LoopbackPorts.Take()}/");
        _listener.Prefixes.Add(Url.AbsoluteUri);
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Url { get; }

    public int Requests => Volatile.Read(ref _requests);

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                Interlocked.Increment(ref _requests);
                if (_answer is not null)
                    await _answer(context);
                context.Response.Close();
            }
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }
}
