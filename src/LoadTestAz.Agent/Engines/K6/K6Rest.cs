using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>k6's REST API on this machine: look, let go, stop, run setup() and teardown(), and hand over what setup() returned.</summary>
/// <seealso href="https://github.com/grafana/k6/tree/v2.2.0/api/v1"/>
public sealed class K6Rest : IDisposable
{
    private const string StatusPath = "v1/status";
    private const string SetupPath = "v1/setup";
    private const string TeardownPath = "v1/teardown";
    private const int Attempts = 3;

    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly HttpClient _http;
    private readonly TimeProvider _time;

    /// <summary>A client of the k6 at a loopback port.</summary>
    public K6Rest(int port, TimeProvider time)
    {
        _time = time;

        // Never by way of a proxy: it is this machine. The bound of each call is our own.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false })
        {
            BaseAddress = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")),
            Timeout = Timeout.InfiniteTimeSpan,
        };
    }

    /// <summary>Where k6 stands; null when it does not answer (yet).</summary>
    public async Task<K6Status?> TryGetStatusAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await StatusAsync(HttpMethod.Get, null, cancellationToken).ConfigureAwait(false);
        }
        catch (K6RestException)
        {
            return null;
        }
    }

    /// <summary>Lets a paused k6 go.</summary>
    /// <exception cref="K6RestException">It could not be told, or did not want to.</exception>
    public async Task UnpauseAsync(CancellationToken cancellationToken) =>
        await RetryAsync(
            async token =>
            {
                try
                {
                    await StatusAsync(HttpMethod.Patch, """{"paused":false}""", token).ConfigureAwait(false);
                }
                catch (K6RestException)
                {
                    // k6 refuses what it has done already, so an answer that was lost must not look like a refusal.
                    if (await TryGetStatusAsync(token).ConfigureAwait(false) is not { Paused: false })
                        throw;
                }

                return true;
            },
            cancellationToken).ConfigureAwait(false);

    /// <summary>Ends the test early: k6 interrupts the iterations, runs teardown(), writes its summary, and exits with 103.</summary>
    /// <exception cref="K6RestException">It could not be told.</exception>
    public Task StopAsync(CancellationToken cancellationToken) =>
        RetryAsync(token => StatusAsync(HttpMethod.Patch, """{"stopped":true}""", token), cancellationToken);

    /// <summary>
    /// Runs the script's setup() in a k6 that is paused. k6 itself bounds it (the script's setupTimeout, 60 s by default),
    /// and breaks it off when nobody waits for the answer any more. Asked once only: setup() does things.
    /// </summary>
    /// <returns>What it returned, as JSON; null when that was nothing (undefined).</returns>
    /// <exception cref="K6RestException">It failed, with k6's words in Detail; or k6 did not answer.</exception>
    public async Task<string?> RunSetupAsync(CancellationToken cancellationToken)
    {
        var answer = await SendAsync(HttpMethod.Post, SetupPath, "", Timeout.InfiniteTimeSpan, cancellationToken).ConfigureAwait(false);
        return Read(answer, K6RestJson.Default.K6EnvelopeK6SetupData)?.Data?.Attributes?.Data is { ValueKind: not JsonValueKind.Undefined } data ? data.GetRawText() : null;
    }

    /// <summary>Runs the script's teardown() in a k6 that lingers, with what its setup() returned; bounded by the script's teardownTimeout.</summary>
    /// <inheritdoc cref="RunSetupAsync"/>
    public Task RunTeardownAsync(CancellationToken cancellationToken) =>
        SendAsync(HttpMethod.Post, TeardownPath, "", Timeout.InfiniteTimeSpan, cancellationToken);

    /// <summary>Gives k6 the data that another worker's setup() returned.</summary>
    /// <param name="json">The data; null for none.</param>
    /// <param name="cancellationToken">Ends the attempts.</param>
    /// <exception cref="K6RestException">k6 could not be told.</exception>
    public Task PutSetupDataAsync(string? json, CancellationToken cancellationToken) =>
        RetryAsync(token => SendAsync(HttpMethod.Put, SetupPath, json ?? "", CallTimeout, token), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _http.Dispose();

    private async Task<K6Status> StatusAsync(HttpMethod method, string? attributes, CancellationToken cancellationToken)
    {
        var body = attributes is null ? null : $$$"""{"data":{"type":"status","id":"default","attributes":{{{attributes}}}}}""";
        var answer = await SendAsync(method, StatusPath, body, CallTimeout, cancellationToken).ConfigureAwait(false);
        return Read(answer, K6RestJson.Default.K6EnvelopeK6Status)?.Data?.Attributes ?? throw new K6RestException("k6's REST API answered without a status.");
    }

    private async Task<T> RetryAsync<T>(Func<CancellationToken, Task<T>> call, CancellationToken cancellationToken)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await call(cancellationToken).ConfigureAwait(false);
            }
            catch (K6RestException) when (attempt < Attempts)
            {
                await Task.Delay(Pause, _time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<string> SendAsync(HttpMethod method, string path, string? body, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var bound = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, bound.Token);
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        try
        {
            using var response = await _http.SendAsync(request, either.Token).ConfigureAwait(false);
            var text = await response.Content.ReadAsStringAsync(either.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode
                ? text
                : throw new K6RestException($"k6's REST API answered {method} {path} with {(int)response.StatusCode}: {text}") { Detail = DetailOf(text) };
        }
        catch (HttpRequestException e)
        {
            throw new K6RestException($"k6's REST API did not answer {method} {path}: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new K6RestException($"k6's REST API did not answer {method} {path} within {timeout.TotalSeconds} s.", e);
        }
    }

    private static T? Read<T>(string answer, JsonTypeInfo<T> type)
    {
        try
        {
            return JsonSerializer.Deserialize(answer, type);
        }
        catch (JsonException e)
        {
            throw new K6RestException($"k6's REST API answered what is not its JSON: {e.Message}", e);
        }
    }

    private static string? DetailOf(string answer)
    {
        try
        {
            return JsonSerializer.Deserialize(answer, K6RestJson.Default.K6Errors)?.Errors?.FirstOrDefault()?.Detail is { } detail ? K6LogLine.OnOneLine(detail) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
