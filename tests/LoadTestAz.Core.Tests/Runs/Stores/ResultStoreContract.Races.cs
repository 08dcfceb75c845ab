using System.Text;

namespace LoadTestAz.Tests.Runs.Stores;

/// <summary>What holds while many use the same store.</summary>
public abstract partial class ResultStoreContract
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Of_many_who_create_at_once_exactly_one_wins(bool sameContent)
    {
        const int Racers = 16;
        var store = NewStore();
        for (var round = 0; round < 5; round++)
        {
            var name = $"run/claim_{round}.json";
            using var gun = new ManualResetEventSlim();
            var racers = Enumerable.Range(0, Racers).Select(racer => Task.Factory.StartNew(
                async () =>
                {
                    var own = Reopen(store);
                    gun.Wait(Cancel);
                    return await own.TryCreateAsync(name, Encoding.UTF8.GetBytes(sameContent ? "racer" : $"racer {racer}"), Cancel);
                },
                Cancel, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap()).ToArray();
            gun.Set();
            var won = await Task.WhenAll(racers);

            var winner = Assert.Single(Enumerable.Range(0, Racers), racer => won[racer]);
            Assert.Equal(sameContent ? "racer" : $"racer {winner}", await TextAsync(store, name));
        }
    }

    [Fact]
    public async Task A_reader_sees_one_writing_whole_while_others_write()
    {
        var store = NewStore();
        const int Size = 100_000;
        await store.WriteAsync("run/live_0.json", new byte[Size], Cancel);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var writer = Task.Run(async () =>
        {
            var other = Reopen(store);
            for (byte i = 1; i < 60; i++)
                await other.WriteAsync("run/live_0.json", Enumerable.Repeat(i, Size + i).ToArray(), Cancel);
            await done.CancelAsync();
        }, Cancel);

        while (!done.IsCancellationRequested)
        {
            var content = await store.TryReadAsync("run/live_0.json", Cancel);
            Assert.NotNull(content);
            Assert.Equal(Size + content[0], content.Length);
            Assert.False(content.AsSpan().ContainsAnyExcept(content[0]));
            Assert.Equal(["run/live_0.json"], await NamesAsync(store, ""));
        }

        await writer;
    }

    [Fact]
    public async Task Files_may_come_and_go_while_others_list()
    {
        var store = NewStore();
        await store.WriteAsync("run/keep", "x"u8.ToArray(), Cancel);
        var churn = Task.WhenAll(Enumerable.Range(0, 4).Select(worker => Task.Run(async () =>
        {
            for (var i = 0; i < 25; i++)
            {
                await store.WriteAsync($"run/{worker}/{i}/a", "x"u8.ToArray(), Cancel);
                await store.DeleteAsync($"run/{worker}/{i}/a", Cancel);
            }
        }, Cancel)));

        while (!churn.IsCompleted)
            Assert.Contains("run/keep", await NamesAsync(store, "run/"));

        await churn;
        Assert.Equal(["run/keep"], await NamesAsync(store, ""));
    }

    [Fact]
    public async Task A_cancelled_call_says_so_and_leaves_nothing()
    {
        var store = NewStore();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.WriteAsync("run/a", "a"u8.ToArray(), cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.TryCreateAsync("run/a", "a"u8.ToArray(), cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.TryReadAsync("run/a", cancelled.Token));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.ListAsync("run/", cancelled.Token));

        Assert.Empty(await NamesAsync(store, ""));
    }
}
