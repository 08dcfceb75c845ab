using System.Runtime.InteropServices;
using LoadTestAz.Agent;
using LoadTestAz.Agent.Engines;
using LoadTestAz.Runs;
using LoadTestAz.Worker;

// The platform may start a container again after any exit code but 0, so this program always exits with 0:
// how the worker fared stands in the store, or, when even that failed, in what it printed.
// https://learn.microsoft.com/azure/container-instances/container-instances-restart-policy
using var kill = new CancellationTokenSource();
void End(PosixSignalContext signal)
{
    signal.Cancel = true;
    kill.Cancel();
}

using var term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
try
{
    var environment = WorkerEnvironment.Read(Environment.GetEnvironmentVariable);
    var options = new WorkerAgentOptions { Instance = environment.Instance(TimeProvider.System), Echo = Console.WriteLine, Secret = Environment.GetEnvironmentVariable };
    var run = new RunStore(environment.OpenStore(), environment.RunId);
    var clock = new StoreClock(run.Store, TimeProvider.System);
    if (environment.ExpiresAt is { } expiresAt)
    {
        // By the store's clock, if it can be had in time: this machine's may be off by minutes.
        using var bound = CancellationTokenSource.CreateLinkedTokenSource(kill.Token);
        bound.CancelAfter(TimeSpan.FromMinutes(1));
        await ((Task)clock.TryLookAsync(bound.Token)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var left = expiresAt - clock.GetUtcNow();
        kill.CancelAfter(left > TimeSpan.Zero ? left : TimeSpan.Zero);
    }

    await new WorkerAgent(run, environment.WorkerIndex, new EngineFactory(TimeProvider.System), clock, options).RunAsync(kill.Token);
}
catch (Exception e)
{
    Console.Error.WriteLine(e is WorkerEnvironmentException ? e.Message : e);
}

return 0;
