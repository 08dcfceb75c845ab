using System.Globalization;
using System.Net.Sockets;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace LoadTestAz.Azure.Aci.Arm;

/// <summary>
/// Sends one request, once, to one host: the token goes nowhere else. What the service answers is an <see cref="ArmAnswer"/>,
/// good or bad; so is no answer at all.
/// </summary>
internal sealed class ArmPipeline
{
    private readonly Uri _endpoint;
    private readonly HttpPipeline _pipeline;
    private readonly TimeProvider _clock;

    /// <summary>A pipeline to a host.</summary>
    /// <param name="endpoint">Azure Resource Manager's address; https.</param>
    /// <param name="audience">Whom its tokens are meant for.</param>
    /// <param name="credential">Who signs in.</param>
    /// <param name="options">How to talk.</param>
    /// <param name="clock">Tells how far off a Retry-After date is, where the answer has no Date of its own.</param>
    public ArmPipeline(Uri endpoint, Uri audience, TokenCredential credential, ArmOptions options, TimeProvider clock)
    {
        _endpoint = new Uri(endpoint.GetLeftPart(UriPartial.Authority));
        _clock = clock;
        var scope = $"{audience.GetLeftPart(UriPartial.Authority)}/.default";
        _pipeline = HttpPipelineBuilder.Build(options, new BearerTokenAuthenticationPolicy(credential, scope));
    }

    /// <summary>The address of a path on the host.</summary>
    /// <param name="path">Begins with '/'; its parts are escaped already.</param>
    /// <param name="apiVersion">The version to ask for.</param>
    public Uri At(string path, string apiVersion = ArmOptions.ApiVersion) => new(_endpoint, $"{path}?api-version={apiVersion}");

    /// <summary>A link that the service gave, if it leads to the same host; null otherwise.</summary>
    public Uri? Follow(string? link) =>
        Uri.TryCreate(link, UriKind.Absolute, out var uri)
        && uri.Scheme == _endpoint.Scheme && uri.Port == _endpoint.Port && uri.UserInfo.Length == 0
        && uri.Host.Equals(_endpoint.Host, StringComparison.OrdinalIgnoreCase)
            ? uri
            : null;

    /// <summary>Sends a request; no answer within <paramref name="timeout"/> is no answer.</summary>
    /// <exception cref="AuthenticationFailedException">There is no token.</exception>
    public async Task<ArmAnswer> SendAsync(RequestMethod method, Uri uri, BinaryData? body, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var message = _pipeline.CreateMessage();
        message.NetworkTimeout = timeout;
        message.Request.Method = method;
        message.Request.Uri.Reset(uri);
        message.Request.Headers.Add("Accept", "application/json");
        if (body is not null)
        {
            message.Request.Headers.Add("Content-Type", "application/json");
            message.Request.Content = RequestContent.Create(body);
        }

        try
        {
            await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
            return Read(message.Response);
        }
        catch (Exception e) when (e is RequestFailedException or IOException or HttpRequestException or SocketException or AggregateException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            var reason = e is OperationCanceledException ? $"{_endpoint.Authority} did not answer within {timeout.TotalSeconds:0} s" : ErrorText.Innermost(e);
            return new ArmAnswer { Status = 0, Message = reason };
        }
    }

    private ArmAnswer Read(Response response)
    {
        var error = response.Status < 400 ? null : ReadError(response.Content);
        return new ArmAnswer
        {
            Status = response.Status,
            Code = error?.Code,
            Message = error?.Message ?? (response.Status < 400 ? "" : response.ReasonPhrase),
            RetryAfter = ReadRetryAfter(response.Headers),
            Date = response.Headers.Date,
            Operation = Follow(response.Headers.TryGetValue("Azure-AsyncOperation", out var link) ? link : null),
            RequestId = response.Headers.RequestId,
            Content = response.Content,
        };
    }

    // A proxy on the way answers in HTML: its status has to do.
    private static ErrorDetail? ReadError(BinaryData content)
    {
        try
        {
            var error = content.ToMemory().IsEmpty ? null : JsonSerializer.Deserialize(content.ToMemory().Span, ArmJson.Default.ErrorDocument)?.Error;
            return error is { Message: null or "", Details: [var first, ..] } ? first : error;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private TimeSpan? ReadRetryAfter(ResponseHeaders headers)
    {
        foreach (var name in new[] { "retry-after-ms", "x-ms-retry-after-ms" })
        {
            if (headers.TryGetValue(name, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var ms))
                return TimeSpan.FromMilliseconds(ms);
        }

        if (!headers.TryGetValue("Retry-After", out var value))
            return null;
        if (int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return TimeSpan.FromSeconds(seconds);
        return DateTimeOffset.TryParse(value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) && at - (headers.Date ?? _clock.GetUtcNow()) is var wait && wait > TimeSpan.Zero
            ? wait
            : null;
    }
}
