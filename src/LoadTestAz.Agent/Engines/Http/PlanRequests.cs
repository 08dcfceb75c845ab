using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Agent.Engines.Http;

/// <summary>The requests of a plan, if this engine can make them.</summary>
internal static class PlanRequests
{
    /// <exception cref="NotSupportedException">It can't; the message says why and what to do.</exception>
    public static IReadOnlyList<LoadTestRequest> Of(EngineContext context)
    {
        var plan = context.Plan;
        if (context.Worker.TestType == TestType.Browser)
            throw new NotSupportedException("The built-in HTTP engine drives no browser. Install k6, or use a protocol worker.");
        if (plan.Script is { } script)
            throw new NotSupportedException($"The built-in HTTP engine runs no k6 script ('{script}'). Install k6, or describe the load under test.requests.");
        var requests = plan.Requests.Count > 0 ? plan.Requests
            : plan.TargetUrl is { } target ? [new LoadTestRequest { Url = target, Name = target.OriginalString }]
            : throw new NotSupportedException("The plan names neither requests nor a target address for the built-in HTTP engine.");
        foreach (var request in requests)
        {
            if (!request.Url.IsAbsoluteUri || (request.Url.Scheme != Uri.UriSchemeHttp && request.Url.Scheme != Uri.UriSchemeHttps))
                throw new NotSupportedException($"The built-in HTTP engine needs an absolute http or https address, not '{request.Url.OriginalString}'.");
        }

        return [.. requests.Select(request => Filled(request, context))];
    }

    private static LoadTestRequest Filled(LoadTestRequest request, EngineContext context)
    {
        return request with
        {
            Headers = request.Headers.ToDictionary(header => header.Key, header => RequestText.Fill(header.Value, Value)),
            Body = request.Body is { } body ? RequestText.Fill(body, Value) : null,
        };

        string? Value(string name) => context.Plan.Env.TryGetValue(name, out var value) ? value : context.Secrets?.Find(name);
    }
}
