using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Core.Tests.Runs;

public sealed class LoadTestWorkerTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Workers_of_a_result_tell_their_share_and_how_late_they_began()
    {
        var workers = LoadTestWorker.Together([Worker(30, 250), Worker(10, 0), Worker(0, null)]);
        Assert.Equal([0.75, 0.25, 0], workers.Select(w => w.Share));
        Assert.Equal([TimeSpan.FromMilliseconds(250), TimeSpan.Zero, null], workers.Select(w => w.StartDelay));
        Assert.Equal([TimeSpan.FromSeconds(20) - TimeSpan.FromMilliseconds(250), TimeSpan.FromSeconds(20), null], workers.Select(w => w.Duration));
    }

    [Fact]
    public void Where_nobody_knows_virtual_users_there_are_no_shares()
    {
        Assert.All(LoadTestWorker.Together([Worker(0, 0), Worker(0, null)]), w => Assert.Null(w.Share));
        Assert.Empty(LoadTestWorker.Together([]));
    }

    private static LoadTestWorker Worker(int vus, int? delay) => new()
    {
        RunId = "lt-20260102-030405-abc234", Index = 0, Name = "w", TestType = TestType.Protocol, Vus = vus, State = WorkerState.Completed, Location = "results",
        StartedAt = delay is { } late ? Start.AddMilliseconds(late) : null, FinishedAt = delay is null ? null : Start.AddSeconds(20),
    };
}
