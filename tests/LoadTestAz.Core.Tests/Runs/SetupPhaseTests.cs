using LoadTestAz.Plans;
using LoadTestAz.Runs;
using LoadTestAz.Runs.Stores;

namespace LoadTestAz.Core.Tests.Runs;

/// <summary>Who runs setup() for all, and how long the others need not be heard of.</summary>
public sealed class SetupPhaseTests : IDisposable
{
    private static readonly DateTimeOffset Go = new(2026, 1, 2, 3, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly RunStore _run;
    private readonly RunObserver _observer;

    public SetupPhaseTests()
    {
        _run = new RunStore(new FolderResultStore(_folder.Path), "lt-1");
        _observer = new RunObserver(_run);
    }

    [Theory]
    [InlineData(SetupPolicy.Once, new[] { 0, 1, 2 }, 0)]
    [InlineData(SetupPolicy.Once, new[] { 2, 1 }, 1)]
    [InlineData(SetupPolicy.Once, new int[0], null)]
    [InlineData(SetupPolicy.EachWorker, new[] { 0, 1, 2 }, null)]
    [InlineData(SetupPolicy.None, new[] { 0, 1, 2 }, null)]
    public void It_is_the_first_one_that_takes_part(SetupPolicy policy, int[] workers, int? lead) =>
        Assert.Equal(lead, SetupPhase.LeadOf(Plan(workers: 3) with { Setup = policy }, workers));

    [Fact]
    public void Who_runs_no_script_runs_no_setup()
    {
        var mixed = Plan(workers: 4, browsers: 2) with { TestType = TestType.Mixed, Requests = [new() { Method = "GET", Url = new Uri("http://t/"), Name = "/" }] };
        Assert.Equal(2, SetupPhase.LeadOf(mixed, [0, 1, 2, 3]));
        Assert.Null(SetupPhase.LeadOf(mixed, [0, 1]));
        Assert.Equal(0, SetupPhase.LeadOf(mixed with { Requests = [] }, [0, 1, 2, 3]));
    }

    [Fact]
    public void One_worker_alone_does_it_as_k6_does()
    {
        Assert.False(Plan(workers: 1).SharesSetup);
        Assert.True(Plan(workers: 2).SharesSetup);
        Assert.False((Plan(workers: 2) with { Script = null }).SharesSetup);
    }

    [Fact]
    public async Task Before_setup_has_ended_there_is_no_start_and_only_the_one_that_runs_it_is_heard_of()
    {
        var plan = Plan(workers: 3);
        Assert.Equal((null, null), (SetupPhase.LoadStart(plan, _observer), QuietUntil(plan, 1)));

        await _run.WriteReadyAsync(new ReadyDocument(0, Go, "k6", "host"), CancellationToken.None);
        await _run.TryStartAsync(new StartDocument(Go, [0, 1, 2]), CancellationToken.None);
        await _observer.PollAsync(Go.AddSeconds(-3), CancellationToken.None);
        Assert.Null(SetupPhase.LoadStart(plan, _observer));
        Assert.Equal((Go, Go + WorkerStates.LostAfter), (QuietUntil(plan, 0), QuietUntil(plan, 1)));

        // A sign of life, three minutes later, by the observer's clock.
        await _run.WriteReadyAsync(new ReadyDocument(0, Go.AddMinutes(-9), "k6", "host"), CancellationToken.None);
        await _observer.PollAsync(Go.AddMinutes(3), CancellationToken.None);
        Assert.Equal((Go.AddMinutes(3), Go.AddMinutes(3) + WorkerStates.LostAfter), (QuietUntil(plan, 0), QuietUntil(plan, 2)));
    }

    [Fact]
    public async Task After_setup_all_are_heard_of_from_the_start()
    {
        var plan = Plan(workers: 3);
        await _run.TryStartAsync(new StartDocument(Go, [0, 1, 2]), CancellationToken.None);
        Assert.True(await _run.TryCreateSetupAsync(new SetupDocument(0, Go.AddMinutes(4), Go.AddMinutes(5), "1"), CancellationToken.None));
        await _observer.PollAsync(Go.AddMinutes(4), CancellationToken.None);

        Assert.Equal((Go.AddMinutes(5), Go.AddMinutes(5)), (SetupPhase.LoadStart(plan, _observer), QuietUntil(plan, 1)));
        Assert.Equal((Go, null), (SetupPhase.LoadStart(plan with { Setup = SetupPolicy.EachWorker }, _observer), QuietUntil(plan with { Setup = SetupPolicy.EachWorker }, 1)));
    }

    [Fact]
    public async Task After_a_setup_that_failed_nothing_starts_and_all_have_a_while_to_say_so()
    {
        var plan = Plan(workers: 3);
        await _run.TryStartAsync(new StartDocument(Go, [0, 1, 2]), CancellationToken.None);
        await _run.TryCreateSetupAsync(new SetupDocument(0, Go.AddMinutes(4), null, null, "no login"), CancellationToken.None);
        await _observer.PollAsync(Go.AddMinutes(4), CancellationToken.None);
        Assert.Equal((null, Go.AddMinutes(4)), (SetupPhase.LoadStart(plan, _observer), QuietUntil(plan, 1)));
    }

    [Fact]
    public async Task What_it_returned_is_written_once_read_back_exactly_and_taken_out()
    {
        const string Data = """{"token":"<é>","n":1e-9,"big":12345678901234567000}""";
        var document = new SetupDocument(0, Go, Go.AddSeconds(5), Data);
        Assert.True(await _run.TryCreateSetupAsync(document, CancellationToken.None));
        Assert.Equal(document, await _run.ReadSetupAsync(CancellationToken.None));
        Assert.DoesNotContain("token", document.ToString(), StringComparison.Ordinal);

        await _run.RemoveSetupDataAsync(document, CancellationToken.None);
        Assert.Equal(document with { Data = null, Removed = true }, await _run.ReadSetupAsync(CancellationToken.None));
    }

    public void Dispose() => _folder.Dispose();

    private static LoadTestPlan Plan(int workers, int browsers = 0) => new()
    {
        Name = "n", RunId = "lt-1", TestType = TestType.Protocol, TotalVus = workers, Duration = TimeSpan.FromMinutes(1), Script = "/s.js",
        Workers =
        [
            .. Enumerable.Range(0, workers).Select(i => new LoadTestPlanWorker
            {
                Index = i, TestType = i < workers - browsers ? TestType.Protocol : TestType.Browser, Vus = 1, ExecutionSegment = "0:1", Cpu = 1, MemoryGB = 1,
            }),
        ],
    };

    private DateTimeOffset? QuietUntil(LoadTestPlan plan, int worker) => SetupPhase.QuietUntil(_observer, SetupPhase.LeadOf(plan, _observer), worker);
}
