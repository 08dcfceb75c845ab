using LoadTestAz.Runs.Stores;

namespace LoadTestAz.Tests.Runs.Stores;

public sealed class FilePublisherTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>
    /// What the claim of a slot rests on. The racers wait for each other after they have written their temporary files,
    /// so that they come to the decisive step within microseconds.
    /// </summary>
    [Fact]
    public void Of_racers_who_have_written_their_files_exactly_one_gets_the_name()
    {
        const int Racers = 4;
        const int Rounds = 500;
        using var line = new Barrier(Racers);
        var won = new int[Rounds];
        var racers = Enumerable.Range(0, Racers).Select(_ => new Thread(() =>
        {
            var publisher = new FilePublisher(TimeProvider.System);
            for (var round = 0; round < Rounds; round++)
            {
                line.SignalAndWait();
                var claim = Path.Combine(_folder.Path, $"claim_{round}.json");
                if (publisher.PublishAsync(claim, WaitForTheOthers, replace: false, CancellationToken.None).GetAwaiter().GetResult())
                    Interlocked.Increment(ref won[round]);
            }
        })).ToArray();
        Array.ForEach(racers, racer => racer.Start());
        Array.ForEach(racers, racer => racer.Join());

        Assert.All(won, winners => Assert.Equal(1, winners));
        Assert.Equal(Rounds, Directory.GetFiles(_folder.Path).Length);

        Task WaitForTheOthers(Stream stream, CancellationToken cancellationToken)
        {
            line.SignalAndWait(cancellationToken);
            return Task.CompletedTask;
        }
    }
}
