using System.Text;
using LoadTestAz.Plans;
using LoadTestAz.Runs;
using LoadTestAz.Runs.Stores;

namespace LoadTestAz.Core.Tests.Runs;

/// <summary>What a store tells of its runs.</summary>
public sealed class RunCatalogTests : IDisposable
{
    private static readonly DateTimeOffset Created = DateTimeOffset.UtcNow;
    private readonly string _folder = Directory.CreateTempSubdirectory("loadtestaz-").FullName;
    private readonly List<string> _warnings = [];

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Runs_come_newest_first_and_what_is_none_is_passed_over()
    {
        var store = new FolderResultStore(_folder);
        foreach (var (id, minutes) in (IReadOnlyList<(string, int)>)[("b", 1), ("c", 3), ("a", 2)])
            await CreateAsync(store, id, Created.AddMinutes(minutes));
        Directory.CreateDirectory(Path.Combine(_folder, "photos"));
        await store.WriteAsync("torn/run.json", Encoding.UTF8.GetBytes("{ \"runId\": "), Cancel);

        var runs = await ListAsync(store, _ => true);

        Assert.Equal(["c", "a", "b"], runs.Select(r => r.RunId));
        Assert.All(runs, run => Assert.Equal((RunState.Running, 3, TimeSpan.FromSeconds(10), _folder), (run.State, run.Vus, run.Duration, run.Location)));
        Assert.Contains("'torn'", Assert.Single(_warnings), StringComparison.Ordinal);
        Assert.Equal(["a"], (await ListAsync(store, id => id == "a")).Select(r => r.RunId));
    }

    [Fact]
    public async Task Signs_of_life_count_from_when_the_store_took_them()
    {
        var store = new FolderResultStore(_folder);
        var run = await CreateAsync(store, "old", Created.AddMinutes(-10));
        await run.TryStartAsync(new(Created.AddMinutes(-9), [0]), Cancel);
        await run.WriteReadyAsync(new(0, Created.AddMinutes(-9), "http", "host"), Cancel);
        using var metrics = System.Text.Json.JsonDocument.Parse("{}");
        await run.WriteLiveAsync(new(0, 1, Created, Created.AddMinutes(-9), WorkerState.Running, metrics.RootElement), Cancel);
        Assert.Equal(WorkerState.Running, (await FindAsync(store, "old"))!.Workers[0].State);

        File.SetLastWriteTimeUtc(Path.Combine(_folder, "old", "live_0.json"), DateTime.UtcNow.AddMinutes(-2));

        var found = (await FindAsync(store, "old"))!;
        Assert.Equal((RunState.Failed, WorkerState.Lost, WorkerCause.LostContact), (found.State, found.Workers[0].State, found.Workers[0].Cause));
    }

    [Fact]
    public async Task How_a_run_ended_is_told_by_one_file_wherever_the_store_is_now()
    {
        var store = new FolderResultStore(_folder);
        var run = await CreateAsync(store, "done", Created);
        await run.TryStartAsync(new(Created, [0]), Cancel);
        await run.WriteCompletionAsync(new(0, WorkerState.Completed, WorkerCause.None, null, 0, Created, Created.AddSeconds(10), true, "http", null, Created.AddSeconds(11)), Cancel);
        var plan = (await run.ReadPlanAsync(Cancel))!;
        var over = await new RunController(run, plan, (await run.ReadRunAsync(Cancel))!, null, TimeProvider.System).UntilEndedAsync(null, Cancel);
        File.Delete(Path.Combine(_folder, "done", "completion_0.json"));
        var moved = _folder + "-moved";
        Directory.Move(_folder, moved);
        try
        {
            var found = (await FindAsync(new FolderResultStore(moved), "done"))!;

            Assert.Equal((RunState.Completed, moved, moved), (found.State, found.Location, found.Workers[0].Location));
            Assert.Equal(over.Workers[0].Steps, found.Workers[0].Steps);
            Assert.Equal(WorkerState.Completed, found.Workers[0].Steps[^1].State);
        }
        finally
        {
            Directory.Move(moved, _folder);
        }
    }

    [Fact]
    public async Task A_run_that_is_not_there_is_null() => Assert.Null(await FindAsync(new FolderResultStore(_folder), "nobody"));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<RunStore> CreateAsync(FolderResultStore store, string id, DateTimeOffset at)
    {
        var run = new RunStore(store, id);
        Assert.True(await run.TryCreateRunAsync(new(id, at, at.AddMinutes(30), "here"), Cancel));
        await run.WritePlanAsync(
            new() { Name = "p", RunId = id, TestType = TestType.Protocol, TotalVus = 3, Duration = TimeSpan.FromSeconds(10), Workers = [new() { Index = 0, TestType = TestType.Protocol, Vus = 3, ExecutionSegment = "0:1", Cpu = 1, MemoryGB = 1 }] },
            Cancel);
        return run;
    }

    private Task<LoadTestRun?> FindAsync(FolderResultStore store, string id) => new RunCatalog(store, TimeProvider.System).FindAsync(id, Cancel);

    private async Task<List<LoadTestRun>> ListAsync(FolderResultStore store, Func<string, bool> wanted)
    {
        var runs = new List<LoadTestRun>();
        await foreach (var run in new RunCatalog(store, TimeProvider.System) { Warn = _warnings.Add }.ListAsync(wanted, Cancel))
            runs.Add(run);
        return runs;
    }
}
