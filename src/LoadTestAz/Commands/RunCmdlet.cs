using LoadTestAz.Async;
using LoadTestAz.Hosting;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Commands;

/// <summary>Base of the cmdlets that go on with a run that is in a store.</summary>
public abstract class RunCmdlet : AsyncCmdlet
{
    /// <summary>The run, and everything needed to go on with it.</summary>
    internal sealed record OpenRun(RunStore Store, LoadTestPlan Plan, RunDocument Document, IComputeBackend? Compute)
    {
        /// <summary>A controller whose words go to a cmdlet's output.</summary>
        public RunController ControlledBy(PipelineOutput output, Action<RunProgress>? report, TimeSpan? pollInterval = null) =>
            new(Store, Plan, Document, Compute, TimeProvider.System)
            {
                Warn = OncePerText(output.WriteWarning),
                Report = report,
                // A folder is cheap to look at.
                PollInterval = pollInterval ?? (Compute is Agent.Local.LocalComputeBackend ? TimeSpan.FromMilliseconds(250) : TimeSpan.FromSeconds(2)),
            };
    }

    /// <summary>Opens a run by its id and store.</summary>
    /// <exception cref="RunNotFoundException">The store has no such run.</exception>
    internal static async Task<OpenRun> OpenAsync(IResultStore store, string runId, CancellationToken cancellationToken)
    {
        var run = new RunStore(store, runId);
        var document = await run.ReadRunAsync(cancellationToken).ConfigureAwait(false);
        var plan = document is null ? null : await run.ReadPlanAsync(cancellationToken).ConfigureAwait(false);
        return plan is null
            ? throw new RunNotFoundException(runId, store.Location)
            : new OpenRun(run, plan, document!, Backends.For(plan));
    }

    /// <summary>The commands that take a run up again.</summary>
    internal static string HowToGoOn(OpenRun open)
    {
        var target = $"-RunId '{open.Store.RunId}' -Store '{open.Store.Store.Location}'";
        var until = open.Plan.Compute is LoadTestCompute.Local ? " Its workers are part of this process and end with it, saving what they measured." : "";
        return $"Go on with: Wait-AzLoadTestRun {target}; end it with: Stop-AzLoadTestRun {target}.{until}";
    }

    // A store that is down for a minute is one warning, not sixty.
    private static Action<string> OncePerText(Action<string> write)
    {
        var said = new HashSet<string>(StringComparer.Ordinal);
        return text =>
        {
            if (said.Add(text))
                write(text);
        };
    }
}
