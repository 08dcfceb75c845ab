using System.Net;
using System.Security.Cryptography;
using LoadTestAz.Azure.Blob;
using LoadTestAz.Azure.Tests.Azurite;

namespace LoadTestAz.Azure.Tests.Blob;

/// <summary>How the store talks to the service.</summary>
public sealed class BlobResultStoreTests(AzuriteFixture fixture) : IAsyncLifetime
{
    private AzuriteServer _azurite = null!;
    private FaultHandler _between = null!;
    private BlobResultStore _store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_azurite, _between, _store) = await AzuriteStores.OpenAsync(fixture);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public void The_location_is_the_address_of_the_container() =>
        Assert.Equal("https://account.blob.core.windows.net/results", AzuriteStores.Open("https://account.blob.core.windows.net/results/", _between).Location);

    [Fact]
    public async Task Every_request_states_the_pinned_version_and_goes_to_the_host_with_a_token()
    {
        await _store.WriteAsync("run/a", "a"u8.ToArray(), Cancel);
        await _store.ListAsync("run/", Cancel);

        Assert.All(_between.Seen, request =>
        {
            Assert.Equal("2026-06-06", Assert.Single(request.Headers.GetValues("x-ms-version")));
            Assert.Equal(_azurite.Endpoint.Authority, request.RequestUri!.Authority);
            Assert.Equal("Bearer", request.Headers.Authorization!.Scheme);
            Assert.Contains("LoadTestAz", request.Headers.UserAgent.ToString());
        });
    }

    [Fact]
    public async Task A_write_into_a_container_that_is_there_is_one_request()
    {
        await _store.WriteAsync("run/a", "a"u8.ToArray(), Cancel);
        var before = _between.Seen.Count;

        await _store.WriteAsync("run/a", "b"u8.ToArray(), Cancel);
        await _store.TryReadAsync("run/a", Cancel);
        await _store.ListAsync("run/", Cancel);
        await _store.DeleteAsync("run/a", Cancel);

        Assert.Equal(4, _between.Seen.Count - before);
    }

    [Fact]
    public async Task Many_writers_may_find_the_container_missing_at_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 8).Select(i => _azurite.Open(_store.Location).WriteAsync($"run/{i}", "x"u8.ToArray(), Cancel)));

        Assert.Equal(8, (await _store.ListAsync("run/", Cancel)).Count);
    }

    [Fact]
    public async Task A_long_list_comes_in_pages()
    {
        for (var i = 0; i < 7; i++)
            await _store.WriteAsync($"run/{i}", "x"u8.ToArray(), Cancel);
        var before = _between.Seen.Count;
        _between.Handle = (request, send) =>
        {
            request.RequestUri = new Uri($"{request.RequestUri}&maxresults=3");
            return send();
        };

        Assert.Equal(7, (await _store.ListAsync("run/", Cancel)).Count);
        Assert.Equal(3, _between.Seen.Count - before);
    }

    [Fact]
    public async Task A_large_file_goes_up_and_down_in_blocks_in_parallel_each_with_its_checksum()
    {
        await _store.WriteAsync("run/a", "a"u8.ToArray(), Cancel);
        var content = RandomNumberGenerator.GetBytes(5 * BlobStoreOptions.BlockSize + 1);
        var path = Path.GetTempFileName();
        await File.WriteAllBytesAsync(path, content, Cancel);
        var inFlight = 0;
        var most = 0;
        var gate = new Lock();
        var two = new TaskCompletionSource();
        _between.Handle = async (request, send) =>
        {
            var block = request.Method == HttpMethod.Put && request.RequestUri!.Query.Contains("comp=block&", StringComparison.Ordinal);
            if (block)
            {
                Assert.NotNull(request.Content!.Headers.ContentMD5);
                lock (gate)
                {
                    most = Math.Max(most, ++inFlight);
                    if (most == BlobStoreOptions.Concurrency)
                        two.TrySetResult();
                }

                await two.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancel); // None is answered until all that may are under way.
            }
            else if (request.Method == HttpMethod.Get)
            {
                Assert.Equal("true", Assert.Single(request.Headers.GetValues("x-ms-range-get-content-md5")));
            }

            var answer = await send();
            if (block)
            {
                lock (gate)
                    inFlight--;
            }

            return answer;
        };
        try
        {
            await _store.UploadAsync("run/large", path, Cancel);
        }
        finally
        {
            File.Delete(path);
        }

        Assert.Equal(BlobStoreOptions.Concurrency, most);
        Assert.Equal(content, await _store.TryReadAsync("run/large", Cancel));
    }

    [Fact]
    public async Task A_file_replaced_while_it_is_read_is_read_anew()
    {
        var size = 2 * BlobStoreOptions.BlockSize;
        await _store.WriteAsync("run/a", new byte[size], Cancel);
        var newer = RandomNumberGenerator.GetBytes(size);
        var replaced = 0;
        _between.Handle = async (request, send) =>
        {
            var answer = await send();
            if (request.Method == HttpMethod.Get && Interlocked.Exchange(ref replaced, 1) == 0)
                await _azurite.Open(_store.Location).WriteAsync("run/a", newer, Cancel);
            return answer;
        };

        Assert.Equal(newer, await _store.TryReadAsync("run/a", Cancel));
    }

    [Fact]
    public async Task A_stream_of_a_file_replaced_in_between_fails_rather_than_mix()
    {
        await _store.WriteAsync("run/a", new byte[2 * BlobStoreOptions.BlockSize], Cancel);
        await using var stream = await _store.TryOpenAsync("run/a", Cancel);
        await stream!.ReadExactlyAsync(new byte[10], Cancel);

        await _store.WriteAsync("run/a", new byte[3 * BlobStoreOptions.BlockSize], Cancel);

        await Assert.ThrowsAsync<LoadTestAz.Ports.StoreException>(() => stream.CopyToAsync(Stream.Null, Cancel));
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        _between.Handle = (_, _) =>
        {
            var answer = FaultHandler.Answer(HttpStatusCode.TemporaryRedirect);
            answer.Headers.Location = new Uri("https://elsewhere.example/results/run/a");
            return Task.FromResult(answer);
        };

        await Assert.ThrowsAsync<LoadTestAz.Ports.StoreException>(() => _store.WriteAsync("run/a", "a"u8.ToArray(), Cancel));
        await Assert.ThrowsAsync<LoadTestAz.Ports.StoreException>(() => _store.TryReadAsync("run/a", Cancel));

        Assert.All(_between.Seen, request => Assert.Equal(_azurite.Endpoint.Authority, request.RequestUri!.Authority));
    }
}
