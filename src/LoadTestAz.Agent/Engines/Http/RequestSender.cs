using System.Net;
using System.Runtime.CompilerServices;
using LoadTestAz.Metrics;
using LoadTestAz.Ports;

namespace LoadTestAz.Agent.Engines.Http;

/// <summary>One virtual user's HTTP client: sends requests over connections of its own, and records each exchange.</summary>
internal sealed class RequestSender : IDisposable
{
    // Go reads at most 10 MB of response header (net/http: defaultMaxHeaderBytes of Transport); the property is in KB.
    private const int MaxResponseHeadersKilobytes = 10 * 1024;

    private readonly HttpMessageInvoker _http;
    private readonly RequestTrace _trace;
    private readonly TrafficCounter _traffic = new();
    private readonly CookieJar _cookies = new();
    private readonly LoadEnvironment _environment;

    // Used again for each request.
    private readonly Sample[] _samples = new Sample[9];
    private RequestTimings _timings;

    public RequestSender(int user, LoadEnvironment environment)
    {
        _environment = environment;
        _trace = new RequestTrace(environment.Time);
        var connector = new Connector(user, environment.Resolver, _trace, _traffic, environment.Time, environment.Options);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = connector.ConnectAsync,
            SslOptions = Connector.TlsOptions(environment.Options),
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = environment.UsesProxy,
            AutomaticDecompression = DecompressionMethods.None,
            ActivityHeadersPropagator = null,
            MaxResponseHeadersLength = MaxResponseHeadersKilobytes,
            RequestHeaderEncodingSelector = environment.HeaderEncoding,

            // k6 keeps idle connections for as long as the server does.
            PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
            PooledConnectionLifetime = Timeout.InfiniteTimeSpan,
        });
    }

    /// <summary>Bytes since they were last taken.</summary>
    public (long Sent, long Received) TakeTraffic() => _traffic.Take();

    public void ClearCookies() => _cookies.Clear();

    /// <summary>Sends a request and follows its redirects; the deadline bounds them all together.</summary>
    /// <param name="template">The request of the plan.</param>
    /// <param name="deadline">Ends the request: its timeout, or the hard end.</param>
    /// <param name="hardEnd">Tells the two apart.</param>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask SendAsync(RequestTemplate template, CancellationToken deadline, CancellationToken hardEnd)
    {
        var hop = template.First;
        for (var redirects = 0; ; redirects++)
        {
            var exchange = hop.Invalid is { } invalid ? Refuse(invalid) : await ExchangeAsync(hop, deadline, hardEnd);
            RequestHop? next = null;
            if (exchange.Location is { } location)
            {
                next = Redirects.Follow(hop, exchange.Status, location, template.FixedLabel);
                if (next is null)
                    exchange = Exchange.Failed(RequestError.BadLocation);
            }

            if (exchange.Error == RequestError.Aborted && !_trace.HasWritten)
                return; // Nothing left this machine, so there was no request.
            Record(template.Tags.For(hop, exchange), template.IsExpected(exchange.Status));
            if (exchange.Error is { } error)
                await ReportAsync(hop, error);
            if (hardEnd.IsCancellationRequested)
                return;
            if (next is null || redirects == _environment.Options.MaxRedirects)
            {
                RecordCheck(template, exchange.Status);
                return;
            }

            hop = next;
        }
    }

    public void Dispose() => _http.Dispose();

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<Exchange> ExchangeAsync(RequestHop hop, CancellationToken deadline, CancellationToken hardEnd)
    {
        _trace.Begin(deadline);
        try
        {
            using var response = await _http.SendAsync(hop.CreateMessage(_cookies.HeaderFor(hop.Url)), deadline);
            _trace.OnHeaders();

            // The body is copied from the connection's buffer to nowhere, whatever its size. That of 101 never ends.
            if (response.StatusCode != HttpStatusCode.SwitchingProtocols)
                await response.Content.ReadAsStream(deadline).CopyToAsync(Stream.Null, deadline);
            _timings = _trace.End();
            _cookies.Take(hop.Url, response);
            var status = (int)response.StatusCode;
            return new Exchange(status, ProtoOf(response.Version), _trace.Carrier?.TlsVersion, Redirects.LocationOf(response, status), Error: null);
        }
        catch (Exception e)
        {
            _timings = _trace.End();
            return Exchange.Failed(Classify(e, deadline, hardEnd));
        }
    }

    private RequestError Classify(Exception exception, CancellationToken deadline, CancellationToken hardEnd)
    {
        if (hardEnd.IsCancellationRequested)
            return RequestError.Aborted;
        if (deadline.IsCancellationRequested)
            return _trace.Dialing ? RequestError.DialTimeout : RequestError.Timeout;
        var error = RequestErrors.From(exception);
        return error == RequestError.Eof && !_trace.AwaitsFirstByte ? RequestError.UnexpectedEof : error;
    }

    private Exchange Refuse(RequestError error)
    {
        _timings = default;
        return Exchange.Failed(error);
    }

    // Source: https://github.com/grafana/k6/blob/v1.0.0/lib/netext/httpext/tracer.go (SaveSamples), and transport.go for the last.
    private void Record(TagSet tags, bool expected)
    {
        _samples[0] = new(BuiltInMetrics.HttpReqs, 1);
        _samples[1] = new(BuiltInMetrics.HttpReqDuration, _timings.Duration);
        _samples[2] = new(BuiltInMetrics.HttpReqBlocked, _timings.Blocked);
        _samples[3] = new(BuiltInMetrics.HttpReqConnecting, _timings.Connecting);
        _samples[4] = new(BuiltInMetrics.HttpReqTlsHandshaking, _timings.TlsHandshaking);
        _samples[5] = new(BuiltInMetrics.HttpReqSending, _timings.Sending);
        _samples[6] = new(BuiltInMetrics.HttpReqWaiting, _timings.Waiting);
        _samples[7] = new(BuiltInMetrics.HttpReqReceiving, _timings.Receiving);
        _samples[8] = new(BuiltInMetrics.HttpReqFailed, expected ? 0 : 1);
        _environment.Sink.Record(_environment.Time.GetUtcNow(), tags, _samples);
    }

    private void RecordCheck(RequestTemplate template, int status)
    {
        if (template.CheckTags is not { } tags)
            return;
        _samples[0] = new(BuiltInMetrics.Checks, template.IsExpected(status) ? 1 : 0);
        _environment.Sink.Record(_environment.Time.GetUtcNow(), tags, _samples.AsSpan(0, 1));
    }

    // Like k6, a virtual user tries again at once. A failure may come without any waiting, though, and then the others,
    // the clock and a stop would wait for this thread.
    private async ValueTask ReportAsync(RequestHop hop, RequestError error)
    {
        if (error == RequestError.Aborted)
            return;
        _environment.Errors.Add(hop, error);
        await Task.Yield();
    }

    // Go's words, which make the tag.
    private static string ProtoOf(Version version) => version.Major == 2 ? "HTTP/2.0" : version.Minor == 0 ? "HTTP/1.0" : "HTTP/1.1";
}
