using System.Net;
using Azure.Identity;
using LoadTestAz.Azure.Blob;
using LoadTestAz.Azure.Tests.Azurite;
using LoadTestAz.Azure.Tests.Identity;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure.Tests.Blob;

/// <summary>What the store makes of refusals, outages and damage.</summary>
public sealed class BlobResultStoreFaultTests(AzuriteFixture fixture) : IAsyncLifetime
{
    private AzuriteServer _azurite = null!;
    private FaultHandler _between = null!;
    private BlobResultStore _store = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_azurite, _between, _store) = await AzuriteStores.OpenAsync(fixture);
        await _store.WriteAsync("run/there", "there"u8.ToArray(), Cancel);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public static TheoryData<HttpStatusCode, string> Passing => new()
    {
        { HttpStatusCode.ServiceUnavailable, "ServerBusy" },
        { HttpStatusCode.InternalServerError, "InternalError" },
        { HttpStatusCode.TooManyRequests, "TooManyRequests" },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_short_outage_is_not_noticed(HttpStatusCode status, string code)
    {
        foreach (var work in AllCalls())
        {
            var left = 3;
            _between.Handle = (_, send) => Interlocked.Decrement(ref left) >= 0 ? Task.FromResult(FaultHandler.Answer(status, code)) : send();
            await work();
            Assert.True(left < 0);
        }
    }

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task A_long_outage_is_reported_with_the_host(HttpStatusCode status, string code)
    {
        _between.Handle = (_, _) => Task.FromResult(FaultHandler.Answer(status, code));
        foreach (var work in AllCalls())
        {
            var before = _between.Seen.Count;
            var error = await Assert.ThrowsAsync<StoreException>(work);

            Assert.Equal(StoreFailure.Unavailable, error.Failure);
            Assert.Contains($"{_azurite.Endpoint.Authority} answered {(int)status} {code}", error.Message);
            Assert.Equal(1 + BlobStoreOptions.MaxRetries, _between.Seen.Count - before);
        }
    }

    [Fact]
    public async Task A_broken_connection_is_reported_with_the_host()
    {
        _between.Handle = (_, _) => throw new HttpRequestException("Connection reset by peer", new IOException("Connection reset by peer"));
        foreach (var work in AllCalls())
        {
            var error = await Assert.ThrowsAsync<StoreException>(work);

            Assert.Equal(StoreFailure.Unavailable, error.Failure);
            Assert.Contains($"{_azurite.Endpoint.Authority} can't be reached. Connection reset by peer", error.Message);
        }
    }

    [Fact]
    public async Task Nobody_listening_is_reported_with_the_host()
    {
        var error = await Assert.ThrowsAsync<StoreException>(() => _azurite.Open("https://127.0.0.1:1/devstoreaccount1/results").TryReadAsync("run/a", Cancel));

        Assert.Equal(StoreFailure.Unavailable, error.Failure);
        Assert.Contains("127.0.0.1:1 can't be reached", error.Message);
    }

    [Fact]
    public async Task An_account_that_does_not_exist_is_reported_with_the_host()
    {
        var error = await Assert.ThrowsAsync<StoreException>(() => _azurite.Open("https://account.blob.invalid/results").ListAsync("", Cancel));

        Assert.Equal(StoreFailure.Unavailable, error.Failure);
        Assert.Contains("no address is known for account.blob.invalid", error.Message);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_refused()
    {
        var error = await Assert.ThrowsAsync<StoreException>(() => AzuriteStores.Open(_store.Location, new SocketsHttpHandler()).TryReadAsync("run/there", Cancel));

        Assert.Equal(StoreFailure.Unavailable, error.Failure);
        Assert.Contains("certificate", error.Message);
        Assert.Contains("not trusted", error.Message);
    }

    [Theory]
    [InlineData("AuthorizationPermissionMismatch")]
    [InlineData("AuthorizationFailure")]
    public async Task A_missing_role_is_named(string code)
    {
        _between.Handle = (_, _) => Task.FromResult(FaultHandler.Answer(HttpStatusCode.Forbidden, code));
        foreach (var work in AllCalls())
        {
            var error = await Assert.ThrowsAsync<StoreException>(work);

            Assert.Equal(StoreFailure.PermissionDenied, error.Failure);
            Assert.Contains("Storage Blob Data Contributor", error.Message);
            Assert.Contains("'devstoreaccount1'", error.Message);
            Assert.Contains(code, error.Message);
        }
    }

    [Fact]
    public async Task A_container_that_may_not_be_created_is_reported_as_that()
    {
        _between.Handle = (request, send) => request.RequestUri!.Query.Contains("restype=container", StringComparison.Ordinal)
            ? Task.FromResult(FaultHandler.Answer(HttpStatusCode.Forbidden, "AuthorizationPermissionMismatch"))
            : send();
        var store = AzuriteStores.Open(_azurite.NewLocation(), _between);

        var error = await Assert.ThrowsAsync<StoreException>(() => store.TryCreateAsync("run/a", "a"u8.ToArray(), Cancel));

        Assert.Equal(StoreFailure.PermissionDenied, error.Failure);
        Assert.Contains("There is no container", error.Message);
        Assert.Contains("may not create it", error.Message);
        Assert.Contains("Storage Blob Data Contributor", error.Message);
    }

    [Fact]
    public async Task A_refused_sign_in_is_told_from_a_missing_role()
    {
        _between.Handle = (_, _) => Task.FromResult(FaultHandler.Answer(HttpStatusCode.Unauthorized, "InvalidAuthenticationInfo"));

        var error = await Assert.ThrowsAsync<StoreException>(() => _store.TryReadAsync("run/there", Cancel));

        Assert.Equal(StoreFailure.PermissionDenied, error.Failure);
        Assert.Contains("tenant", error.Message);
    }

    [Fact]
    public async Task No_sign_in_at_all_is_told()
    {
        var nobody = new ClientAssertionCredential("tenant", "client", () => throw new CredentialUnavailableException("Nobody is signed in."));
        var store = new BlobResultStore(BlobLocation.Parse(_store.Location), nobody, AzuriteStores.NewOptions(_between));

        var error = await Assert.ThrowsAsync<StoreException>(() => store.TryReadAsync("run/there", Cancel));

        Assert.Equal(StoreFailure.PermissionDenied, error.Failure);
        Assert.Contains("no sign-in", error.Message);
        Assert.Contains("az login", error.Message);
    }

    [Fact]
    public async Task Another_web_server_is_not_taken_for_an_empty_store()
    {
        _between.Handle = (_, _) => Task.FromResult(FaultHandler.Answer(HttpStatusCode.NotFound));
        foreach (var work in AllCalls())
            Assert.Equal(StoreFailure.NotFound, (await Assert.ThrowsAsync<StoreException>(work)).Failure);
    }

    [Fact]
    public async Task Damage_on_the_way_down_is_noticed_and_the_file_read_again()
    {
        var left = 1;
        _between.Handle = async (request, send) =>
        {
            var answer = await send();
            if (request.Method == HttpMethod.Get && answer.IsSuccessStatusCode && Interlocked.Decrement(ref left) >= 0)
            {
                var original = answer.Content;
                var body = await original.ReadAsByteArrayAsync(Cancel);
                body[^1] ^= 1;
                answer.Content = new ByteArrayContent(body);
                foreach (var header in original.Headers)
                    answer.Content.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }

            return answer;
        };

        Assert.Equal("there"u8.ToArray(), await _store.TryReadAsync("run/there", Cancel));
        left = int.MaxValue;
        var error = await Assert.ThrowsAsync<StoreException>(() => _store.TryReadAsync("run/there", Cancel));
        Assert.Equal(StoreFailure.Unavailable, error.Failure);
        Assert.Contains("checksum", error.Message);
        await Assert.ThrowsAsync<StoreException>(async () =>
        {
            await using var stream = await _store.TryOpenAsync("run/there", Cancel);
            await stream!.CopyToAsync(Stream.Null, Cancel);
        });
    }

    [Fact]
    public async Task Damage_on_the_way_up_is_noticed()
    {
        _between.Handle = async (request, send) =>
        {
            if (request.Method == HttpMethod.Put && request.Content is { } original)
            {
                var body = await original.ReadAsByteArrayAsync(Cancel);
                body[^1] ^= 1;
                request.Content = new ByteArrayContent(body);
                foreach (var header in original.Headers)
                    request.Content.Headers.TryAddWithoutValidation(header.Key, header.Value);
            }

            return await send();
        };

        var error = await Assert.ThrowsAsync<StoreException>(() => _store.WriteAsync("run/there", "other"u8.ToArray(), Cancel));
        Assert.Contains("Md5Mismatch", error.Message);

        _between.Handle = (_, send) => send();
        Assert.Equal("there"u8.ToArray(), await _store.TryReadAsync("run/there", Cancel));
    }

    private IEnumerable<Func<Task>> AllCalls()
    {
        yield return () => _store.WriteAsync("run/w", "w"u8.ToArray(), Cancel);
        yield return () => _store.TryCreateAsync($"run/{Guid.NewGuid()}", "c"u8.ToArray(), Cancel);
        yield return () => _store.UploadAsync("run/u", Environment.GetCommandLineArgs()[0], Cancel);
        yield return () => _store.TryReadAsync("run/there", Cancel);
        yield return () => _store.TryOpenAsync("run/there", Cancel);
        yield return () => _store.ListAsync("run/", Cancel);
        yield return () => _store.DeleteAsync("run/w", Cancel);
    }
}
