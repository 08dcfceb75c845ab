using System.Net.Http.Headers;
using System.Text;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Agent.Engines.Http;

/// <summary>What the virtual users of one engine share.</summary>
internal sealed class LoadEnvironment
{
    public LoadEnvironment(EngineContext context, IReadOnlyList<LoadTestRequest> requests, string userAgent, TimeProvider time, HttpLoadEngineOptions options)
    {
        (Time, Options, Sink, Sleep) = (time, options, context.Sink, context.Plan.Sleep);
        Resolver = new HostResolver(time);
        Errors = new ErrorLog(context.Log);
        RunTags = TagSet.Of(context.Plan.Tags);

        // k6's names for what has no name: its only scenario, and the root group.
        UserTags = RunTags.With("scenario", "default").With("group", "");
        Requests = [.. requests.Select(r => new RequestTemplate(r, UserTags, userAgent))];

        // Go's ProxyFromEnvironment, which k6 uses, never goes to this machine by way of a proxy.
        UsesProxy = !requests.All(r => r.Url.IsLoopback);

        // Asked for every field, so only where it is needed: .NET refuses what is not ASCII, Go sends it as it is.
        if (requests.Any(r => r.Headers.Values.Any(v => !Ascii.IsValid(v))))
            HeaderEncoding = static (_, _) => Encoding.UTF8;
    }

    public TimeProvider Time { get; }

    public HttpLoadEngineOptions Options { get; }

    public ISampleSink Sink { get; }

    public HostResolver Resolver { get; }

    public ErrorLog Errors { get; }

    /// <summary>The requests of one iteration.</summary>
    public IReadOnlyList<RequestTemplate> Requests { get; }

    /// <summary>Think time at the end of each iteration.</summary>
    public TimeSpan Sleep { get; }

    /// <summary>The plan's tags: all that <c>vus</c> and <c>vus_max</c> carry.</summary>
    public TagSet RunTags { get; }

    /// <summary>What every sample of a virtual user carries.</summary>
    public TagSet UserTags { get; }

    public bool UsesProxy { get; }

    public HeaderEncodingSelector<HttpRequestMessage>? HeaderEncoding { get; }
}
