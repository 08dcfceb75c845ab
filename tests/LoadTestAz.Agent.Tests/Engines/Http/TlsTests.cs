using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LoadTestAz.Agent.Engines.Http;
using LoadTestAz.Metrics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;

namespace LoadTestAz.Agent.Tests.Engines.Http;

public sealed class TlsTests
{
    [Fact]
    public async Task Https_is_timed_tagged_and_counted()
    {
        using var certificate = SelfSigned("127.0.0.1");
        await using var target = new TargetServer(request => request.RespondAsync(), certificate);
        await using var load = new TestLoad { TargetUrl = target.Url, Options = Trusting(certificate) };

        await load.RunAsync(iterations: 3);
        await target.FinalCountAsync();

        Assert.Equal(0, load.Sink.Sum(BuiltInMetrics.HttpReqFailed));
        Assert.Equal(["HTTP/1.1"], load.Sink.TagValues("proto"));
        Assert.StartsWith("tls1.", Assert.Single(load.Sink.TagValues("tls_version")));
        var handshakes = load.Sink.Values(BuiltInMetrics.HttpReqTlsHandshaking);
        Assert.True(handshakes[0] > 0);
        Assert.Equal(0, handshakes.Skip(1).Sum());
        Assert.True(load.Sink.Values(BuiltInMetrics.HttpReqBlocked)[0] >= handshakes[0]);
        Assert.Equal(target.BytesReceived, load.Sink.Sum(BuiltInMetrics.DataSent));
        Assert.Equal(target.BytesSent, load.Sink.Sum(BuiltInMetrics.DataReceived));
    }

    [Theory]
    [InlineData(false, "127.0.0.1", 1, "1310", "x509: unknown authority")]
    [InlineData(true, "127.0.0.2", 1, "1311", "x509: certificate doesn't match hostname")]
    [InlineData(true, "127.0.0.1", -1, "1000", "x509: certificate has expired or is not yet valid")]
    public async Task A_certificate_that_proves_nothing_is_a_failed_request(bool trusted, string name, int endsInDays, string code, string error)
    {
        using var certificate = SelfSigned(name, endsInDays);
        await using var target = new TargetServer(request => request.RespondAsync(), certificate);
        await using var load = new TestLoad { TargetUrl = target.Url, Options = trusted ? Trusting(certificate) : new HttpLoadEngineOptions() };

        await load.RunAsync(iterations: 2);

        Assert.Equal(2, load.Sink.Requests);
        Assert.Equal(2, load.Sink.Sum(BuiltInMetrics.HttpReqFailed));
        Assert.Equal([code], load.Sink.TagValues("error_code"));
        Assert.Equal([error], load.Sink.TagValues("error"));
        Assert.Equal(0, await target.FinalCountAsync());
    }

    [Fact]
    public async Task Https_to_a_port_without_tls_is_a_failed_request()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var load = new TestLoad { TargetUrl = new Uri($"https://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/") };

        var running = load.RunAsync(iterations: 1);
        using (var socket = await listener.AcceptSocketAsync())
        {
            await socket.ReceiveAsync(new byte[1024]);
            await socket.SendAsync("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"u8.ToArray());
            await running;
        }

        Assert.Equal(["1301"], load.Sink.TagValues("error_code"));
    }

    [Fact]
    public async Task Http2_is_used_where_the_server_offers_it()
    {
        using var certificate = SelfSigned("127.0.0.1");
        var served = 0;
        await using var app = await StartKestrelAsync(certificate, async context =>
        {
            Interlocked.Increment(ref served);
            await Task.Delay(100);
            context.Response.StatusCode = context.Request.Path == "/missing" ? 404 : 200;
            await context.Response.WriteAsync(new string('x', 200_000));
        });
        var url = new Uri(app.Urls.Single());
        await using var load = new TestLoad
        {
            Requests = [TestLoad.Get(url, "home", 200), TestLoad.Get(new Uri(url, "missing"), "missing", 404)],
            Options = Trusting(certificate), Vus = 3,
        };

        await load.RunAsync(iterations: 6);

        Assert.Equal(served, load.Sink.Requests);
        Assert.Equal(["HTTP/2.0"], load.Sink.TagValues("proto"));
        Assert.Equal(0, load.Sink.Sum(BuiltInMetrics.HttpReqFailed));
        Assert.Equal(3, load.Sink.Values(BuiltInMetrics.HttpReqTlsHandshaking).Count(handshake => handshake > 0));
        Assert.True(load.Sink.Values(BuiltInMetrics.HttpReqWaiting).Average() > 50);
        Assert.True(load.Sink.Sum(BuiltInMetrics.DataReceived) > 200_000 * served);
        Assert.Equal(load.Sink.Requests, load.Sink.Sum(BuiltInMetrics.Checks));
    }

    [Fact]
    public async Task An_http2_stream_that_the_server_resets_is_a_failed_request()
    {
        using var certificate = SelfSigned("127.0.0.1");
        await using var app = await StartKestrelAsync(certificate, context =>
        {
            context.Abort();
            return Task.CompletedTask;
        });
        await using var load = new TestLoad { TargetUrl = new Uri(app.Urls.Single()), Options = Trusting(certificate) };

        await load.RunAsync(iterations: 2);

        Assert.Equal(2, load.Sink.Requests);
        Assert.Equal(2, load.Sink.Sum(BuiltInMetrics.HttpReqFailed));
        Assert.All(load.Sink.TagValues("error_code"), code => Assert.InRange(int.Parse(code!), 1630, 1645));
    }

    private static HttpLoadEngineOptions Trusting(X509Certificate2 certificate) => new() { TrustedRoots = [certificate] };

    private static X509Certificate2 SelfSigned(string address, int endsInDays = 1)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=target", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Parse(address));
        request.CertificateExtensions.Add(names.Build());
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = request.CreateSelfSigned(now.AddDays(-3), now.AddDays(endsInDays));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }

    private static async Task<WebApplication> StartKestrelAsync(X509Certificate2 certificate, RequestDelegate handle)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen =>
        {
            listen.Protocols = HttpProtocols.Http1AndHttp2;
            listen.UseHttps(certificate);
        }));
        var app = builder.Build();
        app.Run(handle);
        await app.StartAsync();
        return app;
    }
}
