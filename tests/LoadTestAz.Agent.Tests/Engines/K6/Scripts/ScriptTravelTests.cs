using System.Text;
using LoadTestAz.Agent.Engines.K6.Scripts;
using LoadTestAz.Agent.Tests.Support;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Tests.Engines.K6.Scripts;

/// <summary>From the launcher to the worker's engine.</summary>
public sealed class ScriptTravelTests : IDisposable
{
    private readonly ScriptFolder _folder = new();
    private readonly List<(string? Path, string? Text)> _seen = [];
    private readonly Simulation _simulation;

    public ScriptTravelTests()
    {
        _simulation = new Simulation(new ScriptedEngines(context =>
        {
            lock (_seen)
                _seen.Add((context.ScriptFile, context.ScriptFile is null ? null : File.ReadAllText(context.ScriptFile)));
            throw new EngineException(WorkerCause.EngineError, "Seen enough.");
        }));
    }

    [Fact]
    public async Task The_script_is_stored_before_any_worker_and_unpacked_for_each_engine()
    {
        var plan = Simulation.Plan(workers: 2) with { Script = _folder.Add("t.js", "// the script"), Division = LoadDivision.Segments, DivisionReason = "because" };
        var packed = await new ScriptPacker(TimeProvider.System).PackAsync(plan, null, CancellationToken.None);
        var launcher = new RunLauncher(_simulation.Store, _simulation.Compute, _simulation.Clock);
        var (run, _) = await launcher.CreateAsync(plan, packed!.Content, CancellationToken.None);
        Assert.Contains("lt-1/script.tar", _simulation.Store.Names);
        var stored = await run.ReadPlanAsync(CancellationToken.None);
        Assert.Equal((LoadDivision.Segments, "because"), (stored!.Division, stored.DivisionReason));

        await EndAsync(launcher, run, plan);
        Assert.Equal(["// the script", "// the script"], _seen.Select(s => s.Text));
        Assert.All(_seen, s => Assert.False(File.Exists(s.Path)));
    }

    [Fact]
    public async Task A_spoilt_bundle_is_the_scripts_fault()
    {
        var plan = Simulation.Plan(workers: 1) with { Script = "t.js" };
        var launcher = new RunLauncher(_simulation.Store, _simulation.Compute, _simulation.Clock);
        var (run, _) = await launcher.CreateAsync(plan, new byte[100], CancellationToken.None);
        await EndAsync(launcher, run, plan);
        Assert.Empty(_seen);
        Assert.Contains("could not be unpacked", Encoding.UTF8.GetString((await _simulation.Store.TryReadAsync("lt-1/worker_0.log", CancellationToken.None))!));
    }

    [Fact]
    public async Task A_worker_without_a_script_gets_none()
    {
        var plan = Simulation.Plan(workers: 1);
        var launcher = new RunLauncher(_simulation.Store, _simulation.Compute, _simulation.Clock);
        var (run, _) = await launcher.CreateAsync(plan, CancellationToken.None);
        await EndAsync(launcher, run, plan);
        Assert.Equal([(null, null)], _seen);
        Assert.DoesNotContain("lt-1/script.tar", _simulation.Store.Names);
    }

    public void Dispose() => _folder.Dispose();

    private async Task EndAsync(RunLauncher launcher, RunStore run, LoadTestPlan plan)
    {
        await foreach (var worker in launcher.LaunchAsync(run, plan, 4, CancellationToken.None))
            Assert.Equal(plan.RunId, worker.RunId);
        await _simulation.ElapseAsync(AllEndedAsync(plan));
    }

    // The workers themselves, not their completions: they clear up after those.
    private async Task<bool> AllEndedAsync(LoadTestPlan plan)
    {
        while ((await _simulation.Compute.ListAsync(plan.RunId, [], CancellationToken.None)).Any(worker => worker.State is not ComputeState.Ended))
            await Task.Delay(TimeSpan.FromMilliseconds(100), _simulation.Clock);
        return true;
    }
}
