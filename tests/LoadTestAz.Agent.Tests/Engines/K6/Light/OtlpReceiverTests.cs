using System.Net;
using System.Net.Sockets;
using System.Text;
using CsCheck;
using LoadTestAz.Agent.Engines.K6.Light;

namespace LoadTestAz.Agent.Tests.Engines.K6.Light;

public sealed class OtlpReceiverTests : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly List<byte[]> _taken = [];
    private readonly OtlpReceiver _receiver;
    private readonly HttpClient _client = new() { Timeout = Patience };
    private Exception? _error;

    public OtlpReceiverTests() => _receiver = new OtlpReceiver(Take, TimeProvider.System);

    [Fact]
    public async Task Requests_are_taken_one_after_another_on_one_connection()
    {
        foreach (var body in new[] { [1, 2, 3], Array.Empty<byte>(), new byte[200_000] })
        {
            using var answer = await _client.PostAsync(Url(), new ByteArrayContent(body));
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
            Assert.Empty(await answer.Content.ReadAsByteArrayAsync());
        }

        Assert.Equal([3, 0, 200_000], _taken.Select(body => body.Length));
        Assert.Equal([1, 2, 3], _taken[0]);
        Assert.Equal(0, _receiver.Refused);
    }

    [Fact]
    public async Task Who_does_not_know_the_path_is_not_heard()
    {
        Assert.Equal(33, _receiver.Path.Length);
        foreach (var path in new[] { "/", "/v1/metrics", _receiver.Path.ToLowerInvariant(), _receiver.Path + "/" })
        {
            using var answer = await _client.PostAsync($"http://{_receiver.Endpoint}{path}", new ByteArrayContent([1]));
            Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        }

        using var get = await _client.GetAsync(Url());
        Assert.Equal(HttpStatusCode.NotFound, get.StatusCode);
        Assert.Empty(_taken);
    }

    [Fact]
    public async Task What_it_has_no_use_for_is_refused()
    {
        using var packed = new ByteArrayContent([1]);
        packed.Headers.ContentEncoding.Add("gzip");
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await _client.PostAsync(Url(), packed)).StatusCode);
        using var chunked = new HttpRequestMessage(HttpMethod.Post, Url()) { Content = new ByteArrayContent([1]) };
        chunked.Headers.TransferEncodingChunked = true;
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await _client.SendAsync(chunked)).StatusCode);
        Assert.StartsWith("HTTP/1.1 413", await SayAsync($"POST {_receiver.Path} HTTP/1.1\r\nContent-Length: {OtlpReceiver.MaxBodyBytes + 1L}\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 413", await SayAsync($"POST {_receiver.Path} HTTP/1.1\r\nContent-Length: {long.MaxValue}\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 411", await SayAsync($"POST {_receiver.Path} HTTP/1.1\r\nContent-Length: -1\r\n\r\n"));
        Assert.StartsWith("HTTP/1.1 411", await SayAsync($"POST {_receiver.Path} HTTP/1.1\r\nContent-Length: 99999999999999999999\r\n\r\n"));
        Assert.Equal("", await SayAsync(new string('x', 20_000)));
        Assert.Equal((6, "HTTP status 411"), (_receiver.Refused, _receiver.RefusedBecause));
        Assert.Empty(_taken);
    }

    [Fact]
    public async Task What_the_reader_refuses_k6_is_told()
    {
        _error = new InvalidDataException("a field has no number");
        Assert.Equal(HttpStatusCode.BadRequest, (await _client.PostAsync(Url(), new ByteArrayContent([1]))).StatusCode);
        Assert.Equal((1, "a field has no number"), (_receiver.Refused, _receiver.RefusedBecause));
        Assert.False(_receiver.Failure.IsCompleted);
    }

    [Fact]
    public async Task A_sink_that_takes_no_more_is_told_to_who_runs_k6()
    {
        _error = new IOException("The disk is full.");
        Assert.Equal(HttpStatusCode.InternalServerError, (await _client.PostAsync(Url(), new ByteArrayContent([1]))).StatusCode);
        Assert.Same(_error, await Assert.ThrowsAsync<IOException>(() => _receiver.Failure.WaitAsync(Patience)));
    }

    [Fact]
    public async Task Whatever_somebody_says_the_next_one_is_heard()
    {
        await Gen.Select(Gen.Byte.Array[0, 300], Gen.Bool).SampleAsync(
            async (bytes, asRequest) => await SayAsync((asRequest ? $"POST {_receiver.Path} HTTP/1.1\r\n" : "") + Encoding.Latin1.GetString(bytes), close: true), iter: 50);
        _taken.Clear();
        using var answer = await _client.PostAsync(Url(), new ByteArrayContent([7]));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal([7], Assert.Single(_taken));
    }

    [Fact]
    public async Task It_goes_although_somebody_holds_a_connection()
    {
        using var idle = new TcpClient();
        await idle.ConnectAsync(IPEndPoint.Parse(_receiver.Endpoint));
        using var halfway = new TcpClient();
        await halfway.ConnectAsync(IPEndPoint.Parse(_receiver.Endpoint));
        await halfway.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST {_receiver.Path} HTTP/1.1\r\nContent-Length: 10\r\n\r\nab"));
        await _receiver.DisposeAsync().AsTask().WaitAsync(Patience);
        Assert.Empty(_taken);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _receiver.DisposeAsync();
    }

    private string Url() => $"http://{_receiver.Endpoint}{_receiver.Path}";

    private void Take(ReadOnlyMemory<byte> body)
    {
        if (_error is not null)
            throw _error;
        lock (_taken)
            _taken.Add(body.ToArray());
    }

    // All that is answered until the connection is closed.
    private async Task<string> SayAsync(string text, bool close = false)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(IPEndPoint.Parse(_receiver.Endpoint));
        try
        {
            await client.GetStream().WriteAsync(Encoding.Latin1.GetBytes(text));
            if (close)
                client.Client.Shutdown(SocketShutdown.Send);
            using var reader = new StreamReader(client.GetStream());
            return await reader.ReadToEndAsync().WaitAsync(Patience);
        }
        catch (Exception e) when (e is IOException or InvalidOperationException or SocketException)
        {
            // It hung up before all was said.
            return "";
        }
    }
}
