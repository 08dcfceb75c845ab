using System.Collections.Concurrent;
using System.Net;
using System.Text;
using System.Text.Json;

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

    /// <summary>Gives k6's status where it changes by itself.</summary>
    public Func<int>? StatusNow { get; init; }

    public bool Paused { get; set; } = true;

    /// <summary>What setup() returned, or was given in its place; null for nothing.</summary>
    public string? SetupData { get; set; }

    /// <summary>What setup() returns when it is run; null for nothing.</summary>
    public string? SetupReturns { get; set; }

    /// <summary>How setup() fails, in k6's words; null when it does not.</summary>
    public string? SetupError { get; set; }

    /// <summary>How teardown() fails; null when it does not.</summary>
    public string? TeardownError { get; set; }

    /// <summary>Done when setup() or teardown() is to answer; when it throws, the connection breaks.</summary>
    public Func<string, Task> Running { get; set; } = _ => Task.CompletedTask;

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
                _ = AnswerAsync(await _listener.GetContextAsync());
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Closed.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        var (method, path) = (context.Request.HttpMethod, context.Request.RawUrl!);
        using var reader = new StreamReader(context.Request.InputStream, Encoding.UTF8);
        var body = await reader.ReadToEndAsync();
        Requests.Enqueue($"{method} {path} {body}".TrimEnd());
        try
        {
            if (method == "POST")
                await Running(path);
        }
        catch (Exception)
        {
            context.Response.Abort();
            return;
        }

        var error = Failures-- > 0 ? "lost" : (method, path) switch
        {
            ("POST", "/v1/setup") => SetupError,
            ("POST", "/v1/teardown") => TeardownError,
            _ => null,
        };
        if (error is null || FailAfterwards)
            Act(method, path, body);
        context.Response.StatusCode = error is null ? 200 : 500;
        try
        {
            await context.Response.OutputStream.WriteAsync(Encoding.UTF8.GetBytes(error is null ? AnswerTo(path) : ErrorOf(error)));
            context.Response.Close();
        }
        catch (Exception e) when (e is HttpListenerException or ObjectDisposedException)
        {
            // Nobody waits for the answer any more.
        }
    }

    private static string ErrorOf(string detail) =>
        $$$"""{"errors":[{"status":"500","title":"Error executing it","detail":{{{JsonSerializer.Serialize(detail)}}}}]}""";

    private string AnswerTo(string path)
    {
        var paused = Paused ? "true" : "false";
        var attributes = SetupData is null ? "{}" : $$"""{"data":{{SetupData}}}""";
        return path switch
        {
            "/v1/teardown" => "",
            "/v1/setup" => $$$"""{"data":{"type":"setupData","id":"default","attributes":{{{attributes}}}}}""",
            _ => $$$$"""{"data":{"type":"status","id":"default","attributes":{"status":{{{{StatusNow?.Invoke() ?? Status}}}},"paused":{{{{paused}}}},"vus":0,"vus-max":2,"stopped":false}}}""",
        };
    }

    private void Act(string method, string path, string body)
    {
        if (path == "/v1/setup")
            SetupData = method == "POST" ? SetupReturns : body.Length == 0 ? null : body;
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
