using LoadTestAz.Agent;
using LoadTestAz.Agent.Tests.Support;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Azure.Tests.Reliability;

/// <summary>What may go wrong in a run, by the words of docs/reliability.md. Each befalls worker 1 of three, or the run as a whole.</summary>
internal static class FaultTable
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(30);

    public static IReadOnlyDictionary<string, Action<FaultRun>> All { get; } = new Dictionary<string, Action<FaultRun>>
    {
        ["nothing"] = _ => { },
        ["a worker never starts"] = run => run.NeverStarts(),
        ["a worker dies before it is ready"] = run => run.Preparing = _ =>
        {
            run.Die();
            return Task.CompletedTask;
        },
        ["a worker dies while it makes load"] = run => run.EachSecond = second =>
        {
            if (second == 8)
                run.Die();
        },
        ["a worker dies while it saves its results"] = run => run.StoreOf(FaultRun.Victim).Before = (operation, name, _) =>
        {
            if (operation == "write" && name.EndsWith("metrics_1.json.gz", StringComparison.Ordinal))
                run.Die();
            return Task.CompletedTask;
        },
        ["a worker may not write its results"] = run => run.StoreOf(FaultRun.Victim).Before = (operation, name, _) =>
            operation == "write" && name.EndsWith("metrics_1.json.gz", StringComparison.Ordinal) ? throw new StoreException(StoreFailure.PermissionDenied, "Not allowed.") : Task.CompletedTask,
        ["a worker falls silent and stays so"] = run => Silence(run, TimeSpan.FromSeconds(8), null),
        ["a worker is silent for 40 s"] = run => Silence(run, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(40)),
        ["a worker's engine never ends"] = run => run.NeverEnds = true,
        ["a worker writes rubbish for snapshots"] = run => Rubbish(run, "live_1.json"),
        ["a worker writes rubbish for metrics"] = run => Rubbish(run, "metrics_1.json.gz"),
        ["a worker writes rubbish for its end"] = run => Rubbish(run, "completion_1.json"),
        ["two processes are the same worker"] = run => run.At["launched"] = () =>
        {
            var options = new WorkerAgentOptions { Instance = "twin", PollInterval = TimeSpan.FromSeconds(1), HealthProbe = new ScriptedProbe() };
            _ = new WorkerAgent(new RunStore(run.Store, run.Plan.RunId), FaultRun.Victim, new ScriptedEngines(run.Clock), run.Clock, options).RunAsync(CancellationToken.None);
        },
        ["the store is down for 30 s when the workers are launched"] = run => run.At["created"] = () => run.CutStore(Outage),
        ["the store is down for 30 s when all are launched"] = run => run.At["launched"] = () => run.CutStore(Outage),
        ["the store is down for 30 s when the start is set"] = run => CutAt(run, "create", "start.json"),
        ["the store is down for 30 s once the start is set"] = run => CutAt(run, "create", "start.json", includingIt: false),
        ["the store is down for 30 s while there is load"] = run => run.At["running"] = () => run.CutStore(Outage),
        ["the store is down for 30 s when results are saved"] = run => CutAt(run, "write", "metrics_1.json.gz"),
        ["the store is down for 30 s when the last end is told"] = run => CutAt(run, "write", "completion_1.json"),
        ["the starting session is killed before it launches"] = run => run.At["created"] = run.KillFirstSession,
        ["the starting session is killed while it launches"] = run => run.At["launching"] = run.KillFirstSession,
        ["the starting session is killed before the start"] = run => run.At["launched"] = run.KillFirstSession,
        ["the waiting session is killed"] = run => run.At["running"] = run.KillFirstSession,
        ["the waiting session is killed while it cleans up"] = run => run.At["over"] = run.KillFirstSession,
        ["a worker's clock is five minutes ahead"] = run => run.VictimAhead = TimeSpan.FromMinutes(5),
        ["a worker's clock is five minutes behind"] = run => run.VictimAhead = TimeSpan.FromMinutes(-5),
        ["the sessions' clock is five minutes ahead"] = run => run.SessionAhead = TimeSpan.FromMinutes(5),
        ["the sessions' clock is five minutes behind"] = run => run.SessionAhead = TimeSpan.FromMinutes(-5),
        ["two sessions wait"] = run => run.TwoWaiters = true,
    };

    private static void Silence(FaultRun run, TimeSpan after, TimeSpan? length)
    {
        DateTimeOffset? since = null;
        run.EachSecond = second => since = second == (int)after.TotalSeconds ? run.Clock.GetUtcNow() : since;
        run.StoreOf(FaultRun.Victim).Before = (_, _, token) => since is null || run.Clock.GetUtcNow() - since > (length ?? TimeSpan.MaxValue)
            ? Task.CompletedTask
            : length is null ? Task.Delay(Timeout.InfiniteTimeSpan, run.Clock, token) : throw new StoreException(StoreFailure.Unavailable, "Not reached.");
    }

    private static void Rubbish(FaultRun run, string file) => run.StoreOf(FaultRun.Victim).Instead = (name, content) =>
        name.EndsWith("/" + file, StringComparison.Ordinal) ? new byte[] { 0x1F, 0x8B, 0x00, 0xFF, 0x7B, 0x22, 0x00, 0x01 } : content;

    // From the first attempt on.
    private static void CutAt(FaultRun run, string operation, string file, bool includingIt = true) => run.Store.Fault = (op, name) =>
    {
        if (op != operation || !name.EndsWith("/" + file, StringComparison.Ordinal))
            return;
        run.CutStore(Outage);
        if (includingIt)
            run.Store.Fault!(op, name);
    };
}
