using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace LoadTestAz.Shell.SampleTargets;

/// <summary>
/// Answers the requests. It sits on the server directly, with no routing or middleware between, because the target must
/// not be what bounds a load test.
/// </summary>
internal sealed class SampleApplication(RequestCounter counter, Latency latency, CancellationToken stopping) : IHttpApplication<HttpContext>
{
    /// <summary>Every so-manieth request to /flaky fails: 2 % exactly, however many clients there are.</summary>
    public const int FlakyPeriod = 50;

    private static readonly byte[] FastBody = "{\"status\":\"ok\"}"u8.ToArray();
    private static readonly byte[] ErrorBody = "{\"status\":\"error\"}"u8.ToArray();
    private static readonly byte[] IndexBody =
        "{\"endpoints\":[\"/fast\",\"/medium\",\"/slow\",\"/flaky\",\"/status/{code}\",\"/delay/{ms}\",\"/bytes/{n}\",\"/redirect/{n}\",\"/echo\",\"/hang\",\"/reset\",\"/_statistics\"]}"u8.ToArray();
    private static readonly byte[] Filler = [.. Enumerable.Repeat((byte)'x', 64 * 1024)];

    public HttpContext CreateContext(IFeatureCollection contextFeatures) => new DefaultHttpContext(contextFeatures);

    public void DisposeContext(HttpContext context, Exception? exception)
    {
    }

    public async Task ProcessRequestAsync(HttpContext context)
    {
        string path = context.Request.Path.Value ?? "/";
        if (path == SampleRoute.StatisticsPath)
        {
            await WriteStatisticsAsync(context);
            return;
        }

        SampleRoute route = SampleRoute.Of(path);
        long number = counter.CountRequest(route.Endpoint);
        try
        {
            await AnswerAsync(context, route, number);
        }
        catch (OperationCanceledException)
        {
            // The client has gone, or the target stops: there is nobody to answer.
            context.Abort();
        }
    }

    private async Task AnswerAsync(HttpContext context, SampleRoute route, long number)
    {
        switch (route.Endpoint)
        {
            case SampleEndpoint.Fast:
                await WriteAsync(context, 200, FastBody);
                break;
            case SampleEndpoint.Root:
                await WriteAsync(context, 200, IndexBody);
                break;
            case SampleEndpoint.Medium:
                await WaitAsync(context, 5, 20);
                await WriteAsync(context, 200, FastBody);
                break;
            case SampleEndpoint.Slow:
                await WaitAsync(context, 50, 150);
                await WriteAsync(context, 200, FastBody);
                break;
            case SampleEndpoint.Flaky:
                bool fails = number % FlakyPeriod == 0;
                await WriteAsync(context, fails ? 500 : 200, fails ? ErrorBody : FastBody);
                break;
            case SampleEndpoint.Status:
                await WriteAsync(context, route.Argument, route.Argument < 400 ? FastBody : ErrorBody);
                break;
            case SampleEndpoint.Delay:
                await WaitAsync(context, route.Argument, route.Argument);
                await WriteAsync(context, 200, FastBody);
                break;
            case SampleEndpoint.Bytes:
                await WriteFillerAsync(context, route.Argument, announced: route.Argument);
                break;
            case SampleEndpoint.Redirect when route.Argument > 0:
                context.Response.Headers.Location = $"/redirect/{route.Argument - 1}";
                await WriteAsync(context, 302, []);
                break;
            case SampleEndpoint.Redirect:
                await WriteAsync(context, 200, FastBody);
                break;
            case SampleEndpoint.Echo:
                await EchoAsync(context);
                break;
            case SampleEndpoint.Hang:
                await WaitAsync(context, Timeout.Infinite, Timeout.Infinite);
                break;
            case SampleEndpoint.Reset:
                await WriteFillerAsync(context, count: 100, announced: 1000);
                context.Abort();
                break;
            default:
                await WriteAsync(context, 404, ErrorBody);
                break;
        }
    }

    private async Task WaitAsync(HttpContext context, int least, int most)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        await latency.WaitAsync(least, most, ended.Token);
    }

    private void Begin(HttpContext context, int status)
    {
        counter.CountAnswer(status);
        context.Response.StatusCode = status;
    }

    private Task WriteAsync(HttpContext context, int status, byte[] body)
    {
        Begin(context, status);
        // HTTP allows these no body, and the server refuses to write one.
        if (status is 204 or 205 or 304)
            return Task.CompletedTask;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        return body.Length == 0 ? Task.CompletedTask : context.Response.BodyWriter.WriteAsync(body, context.RequestAborted).AsTask();
    }

    private async Task WriteFillerAsync(HttpContext context, int count, int announced)
    {
        Begin(context, 200);
        context.Response.ContentType = "application/octet-stream";
        context.Response.ContentLength = announced;
        for (int left = count; left > 0; left -= Filler.Length)
            await context.Response.Body.WriteAsync(Filler.AsMemory(0, Math.Min(left, Filler.Length)), context.RequestAborted);
    }

    private async Task EchoAsync(HttpContext context)
    {
        Begin(context, 200);
        context.Response.ContentType = context.Request.ContentType;
        context.Response.ContentLength = context.Request.ContentLength;
        await context.Request.Body.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    private async Task WriteStatisticsAsync(HttpContext context)
    {
        SampleTargetStatistics statistics = counter.Snapshot($"http://{context.Request.Host}/", context.Connection.LocalPort);
        byte[] body = JsonSerializer.SerializeToUtf8Bytes(new { statistics.TotalRequests, statistics.ByPath, statistics.ByStatus });
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = body.Length;
        await context.Response.Body.WriteAsync(body, context.RequestAborted);
    }
}
