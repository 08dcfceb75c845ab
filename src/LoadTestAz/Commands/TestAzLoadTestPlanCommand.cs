using System.Management.Automation;
using LoadTestAz.Completion;
using LoadTestAz.Hosting;
using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Commands;

/// <summary><c>Test-AzLoadTestPlan</c>: looks at all that a plan needs, before it costs anything; gives one object a check.</summary>
[Cmdlet(VerbsDiagnostic.Test, "AzLoadTestPlan")]
[OutputType(typeof(LoadTestPlanCheck))]
public sealed class TestAzLoadTestPlanCommand : RunCmdlet
{
    private readonly List<LoadTestPlan> _plans = [];

    /// <summary>What is to be run.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public LoadTestPlan Plan { get; set; } = null!;

    /// <summary>Where results are to go: a folder, or the https URL of a blob container.</summary>
    [Parameter]
    [Alias("Location")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StoreCompleter))]
    public string? Store { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _plans.Add(Plan);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        foreach (var plan in _plans)
            Check(plan);
    }

    private void Check(LoadTestPlan plan)
    {
        var isAzure = plan.Compute is LoadTestCompute.Aci;
        var store = OpenStore(isAzure ? plan.Azure!.StoreLocation : Store);
        var azure = isAzure ? Guard(() => ChecksOf(plan, thorough: true)) : null;
        Await(async (output, cancellationToken) =>
        {
            void Write(LoadTestPlanCheck check) => output.WriteObject(check with { RunId = plan.RunId });

            foreach (var check in LocalChecks.OfWarnings(plan))
                Write(check);
            Write(await LocalChecks.OfEngineAsync(plan, cancellationToken).ConfigureAwait(false));
            if (LocalChecks.OfSecrets(plan) is { } secrets)
                Write(secrets);
            Write(await StoreCheck.RunAsync(store, plan.RunId, cancellationToken).ConfigureAwait(false));
            if (azure is null)
                return;
            Write(MemoryCheck.Check(plan));
            await foreach (var check in azure.WithCancellation(cancellationToken).ConfigureAwait(false))
                Write(check);
        });
    }
}
