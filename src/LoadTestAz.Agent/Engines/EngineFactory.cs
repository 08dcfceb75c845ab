using System.Collections.Concurrent;
using LoadTestAz.Agent.Engines.Http;
using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Agent.Engines;

/// <summary>The engines there are. A new one is a new folder beside this file and a line in it.</summary>
/// <param name="clock">The clock.</param>
/// <param name="variable">Reads the environment; null for this process's.</param>
public sealed class EngineFactory(TimeProvider clock, Func<string, string?>? variable = null) : IEngineFactory
{
    private readonly EngineChooser _chooser = new(clock, variable ?? Environment.GetEnvironmentVariable);
    private readonly ConcurrentDictionary<string, Lazy<Task<EngineChoice>>> _choices = new(StringComparer.Ordinal);

    /// <summary>Why no engine anywhere can run this plan, whatever a machine has; null when that is not so.</summary>
    public static string? WhyNot(LoadTestPlan plan) => EngineChooser.WhyNot(plan);

    /// <summary>Decides which engine makes a plan's load on this machine, and keeps to it for all of the run's workers here.</summary>
    /// <exception cref="EngineException">No engine here can run the plan; the message says what to do.</exception>
    public async Task<EngineChoice> ChooseAsync(LoadTestPlan plan, CancellationToken cancellationToken)
    {
        var choice = await _chooser.ChooseAsync(plan, cancellationToken).ConfigureAwait(false);
        _chooser.RequireBrowser(plan);
        _choices[plan.RunId] = new(Task.FromResult(choice));
        return choice;
    }

    /// <inheritdoc/>
    public async Task<ILoadEngine> CreateAsync(EngineContext context, CancellationToken cancellationToken)
    {
        // One question for all workers that come at once: a busy machine must not give one of them another answer.
        var choice = await _choices.GetOrAdd(context.Plan.RunId, _ => new(() => _chooser.ChooseAsync(context.Plan, CancellationToken.None)))
            .Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        if (choice.Warning is { } warning)
            context.Log(warning);
        return choice.K6 is { } k6 ? new K6LoadEngine(context, k6.Path, clock) : new HttpLoadEngine(context, clock);
    }
}
