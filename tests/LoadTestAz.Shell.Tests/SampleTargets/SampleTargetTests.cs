using System.Net;
using System.Text.Json;
using LoadTestAz.Shell.SampleTargets;
using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.Shell.Tests.SampleTargets;

public sealed class SampleTargetTests : IDisposable
{
    private readonly SampleTarget _target = SampleTarget.Start(port: 0, new Random(1), TimeProvider.System);
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    public SampleTargetTests() => _client.BaseAddress = new Uri(_target.Url);

    public void Dispose()
    {
        _client.Dispose();
        _target.Dispose();
    }

    [Theory]
    [InlineData("/", 200)]
    [InlineData("/fast", 200)]
    [InlineData("/fast?x=1", 200)]
    [InlineData("/medium", 200)]
    [InlineData("/slow", 200)]
    [InlineData("/flaky", 200)]
    [InlineData("/status/200", 200)]
    [InlineData("/status/204", 204)]
    [InlineData("/status/304", 304)]
    [InlineData("/status/503", 503)]
    [InlineData("/status/199", 404)]
    [InlineData("/status/600", 404)]
    [InlineData("/status/x", 404)]
    [InlineData("/delay/1", 200)]
    [InlineData("/delay/60001", 404)]
    [InlineData("/bytes/-1", 404)]
    [InlineData("/redirect/0", 200)]
    [InlineData("/redirect/3", 302)]
    [InlineData("/nope", 404)]
    public async Task Answers(string path, int status)
    {
        using HttpResponseMessage answer = await _client.GetAsync(path);

        Assert.Equal((HttpStatusCode)status, answer.StatusCode);
        Assert.Equal(1, _target.GetStatistics().TotalRequests);
        Assert.Equal(1, _target.GetStatistics().ByStatus[status]);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65536)]
    [InlineData(1_000_001)]
    public async Task Bytes_has_that_many(int count) => Assert.Equal(count, (await _client.GetByteArrayAsync($"/bytes/{count}")).Length);

    [Fact]
    public async Task Redirects_lead_to_an_end()
    {
        using var following = new HttpClient { BaseAddress = _client.BaseAddress };

        Assert.Equal("{\"status\":\"ok\"}", await following.GetStringAsync("/redirect/5"));
        Assert.Equal(6, _target.GetStatistics().ByPath["/redirect/{n}"]);
    }

    [Fact]
    public async Task Echo_gives_the_body_back()
    {
        using HttpResponseMessage answer = await _client.PostAsync("/echo", new StringContent(new string('é', 100_000)));

        Assert.Equal(new string('é', 100_000), await answer.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Reset_breaks_off_in_the_body()
    {
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => _client.GetByteArrayAsync("/reset"));

        Assert.Equal(1, _target.GetStatistics().ByPath["/reset"]);
    }

    [Fact]
    public async Task Hang_does_not_answer_and_is_counted()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _client.GetAsync("/hang", patience.Token));

        Assert.Equal(1, _target.GetStatistics().ByPath["/hang"]);
        Assert.Empty(_target.GetStatistics().ByStatus);
    }

    [Fact]
    public async Task Counts_are_exact_under_parallel_load()
    {
        string[] paths = ["/fast", "/flaky", "/status/404", "/bytes/1000"];
        await Parallel.ForEachAsync(Enumerable.Range(0, 4000), new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
        {
            using HttpResponseMessage answer = await _client.GetAsync(paths[i % 4]);
        });

        SampleTargetStatistics statistics = _target.GetStatistics();

        Assert.Equal(4000, statistics.TotalRequests);
        Assert.Equal(
            new Dictionary<string, long> { ["/fast"] = 1000, ["/flaky"] = 1000, ["/status/{code}"] = 1000, ["/bytes/{n}"] = 1000 },
            statistics.ByPath);
        Assert.Equal(new Dictionary<int, long> { [200] = 2980, [404] = 1000, [500] = 20 }, statistics.ByStatus);
    }

    [Fact]
    public async Task The_statistics_do_not_count_themselves()
    {
        await _client.GetStringAsync("/fast");
        await _client.GetStringAsync("/_statistics");

        using JsonDocument statistics = JsonDocument.Parse(await _client.GetStringAsync("/_statistics"));

        Assert.Equal(1, statistics.RootElement.GetProperty("TotalRequests").GetInt64());
        Assert.Equal(1, statistics.RootElement.GetProperty("ByPath").GetProperty("/fast").GetInt64());
        Assert.Equal(1, statistics.RootElement.GetProperty("ByStatus").GetProperty("200").GetInt64());
    }

    [Fact]
    public async Task Delay_takes_its_time()
    {
        var time = new FakeTimeProvider();
        using SampleTarget target = SampleTarget.Start(port: 0, new Random(1), time);
        Task<string> answer = _client.GetStringAsync(target.Url + "delay/1000");
        while (target.GetStatistics().TotalRequests == 0)
            await Task.Delay(10);
        Assert.False(answer.IsCompleted);

        while (!answer.IsCompleted)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10);
        }

        Assert.Equal("{\"status\":\"ok\"}", await answer);
    }

    [Fact]
    public async Task A_hanging_request_does_not_hold_up_the_end()
    {
        using SampleTarget target = SampleTarget.Start(port: 0, new Random(1), TimeProvider.System);
        Task<HttpResponseMessage> hanging = _client.GetAsync(target.Url + "hang");
        while (target.GetStatistics().TotalRequests == 0)
            await Task.Delay(10);

        target.Dispose();

        await Assert.ThrowsAnyAsync<HttpRequestException>(() => hanging);
    }

    [Fact]
    public void A_port_in_use_is_an_error() =>
        Assert.ThrowsAny<IOException>(() => SampleTarget.Start(_target.Port, new Random(1), TimeProvider.System));
}
