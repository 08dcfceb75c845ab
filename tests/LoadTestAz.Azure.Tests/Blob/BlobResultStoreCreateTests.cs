using System.Net;
using LoadTestAz.Azure.Blob;
using LoadTestAz.Azure.Tests.Azurite;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure.Tests.Blob;

/// <summary>Who created a blob, when the connection breaks and nobody heard the answer.</summary>
public sealed class BlobResultStoreCreateTests(AzuriteFixture fixture) : IAsyncLifetime
{
    private const string Claim = "run/claim_0.json";
    private static readonly byte[] Mine = "mine"u8.ToArray();
    private static readonly byte[] Theirs = "theirs"u8.ToArray();

    private AzuriteServer _azurite = null!;
    private FaultHandler _between = null!;
    private BlobResultStore _store = null!;
    private BlobResultStore _other = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        (_azurite, _between, _store) = await AzuriteStores.OpenAsync(fixture);
        _other = _azurite.Open(_store.Location);
        await _other.WriteAsync("run/plan.json", "{}"u8.ToArray(), Cancel);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task The_winner_whose_answer_got_lost_still_wins()
    {
        Cut(afterTheWrite: true, times: 1);

        Assert.True(await _store.TryCreateAsync(Claim, Mine, Cancel));
        Assert.False(await _store.TryCreateAsync(Claim, Mine, Cancel));
        Assert.False(await _other.TryCreateAsync(Claim, Mine, Cancel));
    }

    [Fact]
    public async Task A_busy_answer_after_the_write_does_not_make_a_loser()
    {
        var left = 2;
        _between.Handle = async (request, send) =>
        {
            var answer = await send();
            return request.Method == HttpMethod.Put && Interlocked.Decrement(ref left) >= 0 ? FaultHandler.Answer(HttpStatusCode.InternalServerError, "OperationTimedOut") : answer;
        };

        Assert.True(await _store.TryCreateAsync(Claim, Mine, Cancel));
    }

    [Fact]
    public async Task The_loser_whose_question_got_lost_still_loses()
    {
        _between.Handle = async (request, send) =>
        {
            _between.Handle = (_, resend) => resend();
            Assert.True(await _other.TryCreateAsync(Claim, Mine, Cancel)); // The same content, even.
            throw new HttpRequestException("cut", new IOException("cut"));
        };

        Assert.False(await _store.TryCreateAsync(Claim, Mine, Cancel));
    }

    [Fact]
    public async Task After_an_outage_the_one_who_created_the_blob_unknowingly_wins_with_its_newest_content()
    {
        Cut(afterTheWrite: true, times: int.MaxValue);
        await Assert.ThrowsAsync<StoreException>(() => _store.TryCreateAsync(Claim, "mine, at first"u8.ToArray(), Cancel));
        _between.Handle = (_, send) => send();

        Assert.False(await _other.TryCreateAsync(Claim, Theirs, Cancel));
        Assert.True(await _store.TryCreateAsync(Claim, Mine, Cancel));
        Assert.False(await _store.TryCreateAsync(Claim, Mine, Cancel));
        Assert.Equal(Mine, await _other.TryReadAsync(Claim, Cancel));
    }

    [Fact]
    public async Task After_an_outage_the_one_who_came_too_late_loses()
    {
        Cut(afterTheWrite: false, times: int.MaxValue);
        await Assert.ThrowsAsync<StoreException>(() => _store.TryCreateAsync(Claim, Mine, Cancel));
        Assert.True(await _other.TryCreateAsync(Claim, Theirs, Cancel));
        _between.Handle = (_, send) => send();

        Assert.False(await _store.TryCreateAsync(Claim, Mine, Cancel));
        Assert.Equal(Theirs, await _store.TryReadAsync(Claim, Cancel));
    }

    [Fact]
    public async Task A_creation_cancelled_after_the_write_is_known_again()
    {
        using var impatience = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        _between.Handle = async (_, send) =>
        {
            await send();
            await impatience.CancelAsync();
            throw new OperationCanceledException(impatience.Token);
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _store.TryCreateAsync(Claim, Mine, impatience.Token));
        _between.Handle = (_, send) => send();

        Assert.True(await _store.TryCreateAsync(Claim, Mine, Cancel));
    }

    [Fact]
    public async Task Stale_preconditions_count_as_lost_too()
    {
        _between.Handle = (request, send) => request.Method == HttpMethod.Put
            ? Task.FromResult(FaultHandler.Answer(HttpStatusCode.PreconditionFailed, "ConditionNotMet"))
            : send();
        await _other.WriteAsync(Claim, Theirs, Cancel);

        Assert.False(await _store.TryCreateAsync(Claim, Mine, Cancel));
    }

    [Fact]
    public async Task Racers_over_a_bad_line_still_have_exactly_one_winner()
    {
        for (var round = 0; round < 5; round++)
        {
            var name = $"run/claim_{round}.json";
            var won = await Task.WhenAll(Enumerable.Range(0, 8).Select(racer => Task.Run(async () =>
            {
                var between = new FaultHandler(_azurite.Certificate.NewHandler());
                var requests = 0;
                between.Handle = async (_, send) =>
                {
                    var number = Interlocked.Increment(ref requests);
                    if (number == 1 && racer % 2 == 0)
                        throw new HttpRequestException("cut before", new IOException("cut before"));
                    var answer = await send();
                    return number <= 2 ? throw new HttpRequestException("cut after", new IOException("cut after")) : answer;
                };
                return await AzuriteStores.Open(_store.Location, between).TryCreateAsync(name, Mine, Cancel);
            })));

            Assert.Single(won, winner => winner);
        }
    }

    private void Cut(bool afterTheWrite, int times)
    {
        var left = times;
        _between.Handle = async (_, send) =>
        {
            if (Interlocked.Decrement(ref left) < 0)
                return await send();
            if (afterTheWrite)
                await send();
            throw new HttpRequestException("Connection reset by peer", new IOException("Connection reset by peer"));
        };
    }
}
