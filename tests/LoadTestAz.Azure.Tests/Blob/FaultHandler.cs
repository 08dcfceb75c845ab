using System.Net;

namespace LoadTestAz.Azure.Tests.Blob;

/// <summary>Stands between the store and the service, and may answer, damage, cut or count.</summary>
internal sealed class FaultHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly Lock _lock = new();
    private readonly List<HttpRequestMessage> _seen = [];

    /// <summary>What happens to a request; to pass it on, call send.</summary>
    public Func<HttpRequestMessage, Func<Task<HttpResponseMessage>>, Task<HttpResponseMessage>> Handle { get; set; } = (_, send) => send();

    /// <summary>The requests that came so far.</summary>
    public IReadOnlyList<HttpRequestMessage> Seen
    {
        get
        {
            lock (_lock)
                return [.. _seen];
        }
    }

    /// <summary>An answer as the service would give it.</summary>
    public static HttpResponseMessage Answer(HttpStatusCode status, string? code = null)
    {
        var answer = new HttpResponseMessage(status) { Content = new ByteArrayContent([]) };
        if (code is not null)
            answer.Headers.Add("x-ms-error-code", code);
        return answer;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_lock)
            _seen.Add(request);
        return Handle(request, () => base.SendAsync(request, cancellationToken));
    }
}
