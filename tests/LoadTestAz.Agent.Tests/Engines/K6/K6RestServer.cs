using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace LoadTestAz.Agent.Tests.Engines.K6;

/// <summary>Answers as k6's REST API does, or as a test wants it to.</summary>
internal sealed class K6RestServer : IDisposable
{
    private readonly HttpListener _listener = new();

    public K6RestServer(int port)
    {
        _listener.Prefixes.Add($"http://127.0.0.1:{port}/");
        _listener.Start();
        _ = ServeAsync();
    }

    /// <summary>Each request, as <c>PATCH /v1/status {…}</c>.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>k6's status; 4 is paused before the run.</summary>
    public int Status { get; set; } = 4;

    public bool Paused { get; set; } = true;

    /// <summary>What setup() returned.</summary>
    public string SetupData { get; set; } = "null";

    /// <summary>How many requests are answered with 500 before one is served.</summary>
    public int Failures { get; set; }

    /// <summary>Whether requests that failed did what they asked for, and only their answer was lost.</summary>
    public bool FailAfterwards { get; set; }

    public Action? Unpaused { get; init; }

    public Action? Stopped { get; init; }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
                await AnswerAsync(await _listener.GetContextAsync());
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        Requests.Enqueue($"{context.Request.HttpMethod} {context.Request.RawUrl} {body}".TrimEnd());
        var fails = Failures-- > 0;
        if (!fails || FailAfterwards)
            Act(context.Request.HttpMethod, context.Request.RawUrl!, body);
        context.Response.StatusCode = fails ? 500 : 200;
        var paused = Paused ? "true" : "false";
        var answer = fails ? """{"errors":[{"status":"500"}]}"""
            : context.Request.RawUrl == "/v1/setup" ? $$$$"""{"data":{"type":"setupData","id":"default","attributes":{"data":{{{{SetupData}}}} }}}"""
            : $$$$"""{"data":{"type":"status","id":"default","attributes":{"status":{{{{Status}}}},"paused":{{{{paused}}}},"vus":0,"vus-max":2,"stopped":false}}}""";
        await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(answer));
        context.Response.Close();
    }

    private void Act(string method, string path, string body)
    {
        if (method == "PUT" && path == "/v1/setup")
            SetupData = body.Length == 0 ? "null" : body;
        if (method != "PATCH")
            return;
        if (body.Contains("\"stopped\":true", StringComparison.Ordinal))
            Stopped?.Invoke();
        if (body.Contains("\"paused\":false", StringComparison.Ordinal))
        {
            Paused = false;
            Unpaused?.Invoke();
        }
    }
}
