using System.Collections;
using System.Management.Automation;
using LoadTestAz.Agent;
using LoadTestAz.Agent.Engines;
using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Agent.Engines.K6.Scripts;
using LoadTestAz.Agent.Secrets;
using LoadTestAz.Async;
using LoadTestAz.Binding;
using LoadTestAz.Errors;
using LoadTestAz.Hosting;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Commands;

/// <summary>
/// <c>Start-AzLoadTestWorker</c>: launches a plan's workers, gives each as it is accepted, and sets the common start
/// once they are ready.
/// </summary>
[Cmdlet(VerbsLifecycle.Start, "AzLoadTestWorker", SupportsShouldProcess = true, ConfirmImpact = ConfirmImpact.Medium)]
[OutputType(typeof(LoadTestWorker))]
public sealed class StartAzLoadTestWorkerCommand : RunCmdlet
{
    /// <summary>Workers launched at the same time, unless said otherwise.</summary>
    public const int DefaultThrottleLimit = 20;

    private readonly List<LoadTestPlan> _plans = [];
    private SecretTable _secrets = new(null);

    /// <summary>What to run.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public LoadTestPlan Plan { get; set; } = null!;

    /// <summary>Where results go: a folder, or the https URL of a blob container.</summary>
    [Parameter]
    [Alias("Location")]
    [ValidateNotNullOrEmpty]
    public string? Store { get; set; }

    /// <summary>How many workers are launched at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 200)]
    public int ThrottleLimit { get; set; } = DefaultThrottleLimit;

    /// <summary>Values of the plan's secrets by name, for what is not in the environment: secure strings.</summary>
    [Parameter]
    public IDictionary? Secret { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _secrets = new SecretTable(Secret);

        // PowerShell puts the bound parameters into each error record, where a plain text would be for everybody to read.
        Secret = null;
        MyInvocation.BoundParameters.Remove(nameof(Secret));
        if (_secrets.Odd.Count > 0)
            ThrowTerminatingError(ErrorRecords.SecretInvalid($"-Secret has values that are neither secure strings nor texts: {string.Join(", ", _secrets.Odd)}. Give each as a SecureString, such as Get-Secret and Read-Host -AsSecureString return."));
        foreach (var name in _secrets.Plain)
            WriteWarning($"-Secret {name} was given as plain text, which may stay in the history and logs of this session. Give it as a SecureString, such as Get-Secret and Read-Host -AsSecureString return.");
    }

    /// <inheritdoc/>
    protected override void ProcessRecord() => _plans.Add(Plan);

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        var unknown = _secrets.Names.Except(_plans.SelectMany(plan => plan.Secrets)).ToList();
        if (unknown.Count > 0)
            ThrowTerminatingError(ErrorRecords.SecretInvalid($"-Secret has names that the plan does not have: {string.Join(", ", unknown)}. Name them under test.secrets of the plan, or by -SecretName of New-AzLoadTestPlan."));
        foreach (var plan in _plans)
        {
            if (Backends.For(plan) is not { } compute)
                ThrowTerminatingError(ErrorRecords.PlanNotRunnable(plan, $"Plan '{plan.Name}' asks for compute '{plan.Compute}', which this version does not have yet. Use -Compute Local."));
            else if (EngineFactory.WhyNot(plan) is { } reason)
                ThrowTerminatingError(ErrorRecords.PlanNotRunnable(plan, reason));
            else
                Start(plan, compute, SecretsOf(plan), plan.Compute is LoadTestCompute.Local ? EngineOf(plan) : null);
        }
    }

    private WorkerSecrets SecretsOf(LoadTestPlan plan)
    {
        var secrets = WorkerSecrets.Of(plan.Secrets, _secrets.Find);
        if (secrets.Missing.Count > 0)
            ThrowTerminatingError(ErrorRecords.SecretMissing(plan, secrets.Missing));
        foreach (var name in secrets.Names.Where(name => SecretForms.IsTooShort(secrets.Find(name)!)))
            WriteWarning($"The secret {name} has fewer than {SecretForms.MinLength} characters. That is too short to be taken out of logs and results, where it may be seen.");
        return secrets;
    }

    /// <summary>What makes the load on this machine.</summary>
    private EngineChoice EngineOf(LoadTestPlan plan)
    {
        EngineChoice? choice = null;
        string? reason = null;
        Await(async (output, cancellationToken) =>
        {
            try
            {
                choice = await Backends.Engines.ChooseAsync(plan, cancellationToken).ConfigureAwait(false);
                if (choice.Warning is { } warning)
                    output.WriteWarning(warning);
            }
            catch (EngineException e)
            {
                reason = e.Message;
            }
        });
        if (choice is null)
            ThrowTerminatingError(ErrorRecords.PlanNotRunnable(plan, reason!));
        return choice!;
    }

    private void Start(LoadTestPlan plan, IComputeBackend compute, WorkerSecrets secrets, EngineChoice? engine)
    {
        if (!ShouldProcess(
            $"{plan.Workers.Count} workers with {plan.TotalVus} VUs for {K6Duration.Format(plan.Duration)} on {plan.Compute} (run {plan.RunId})",
            "Start load"))
            return;
        var store = Guard(() => Stores.Open(Store, this));

        // Where the workers are elsewhere, a k6 of this machine's only helps to pack the script.
        var k6 = engine is null && plan.Script is not null ? Guard(() => K6Binary.FindRequired(null)) : engine?.K6?.Path;
        OpenRun? open = null;
        Backends.Own(plan.RunId);
        try
        {
            Await(async (output, cancellationToken) =>
            {
                var launcher = new RunLauncher(store, compute, TimeProvider.System) { Secrets = secrets };
                var script = await new ScriptPacker(TimeProvider.System) { Secrets = secrets }.PackAsync(plan, k6, cancellationToken).ConfigureAwait(false);
                foreach (var warning in script?.Warnings ?? [])
                    output.WriteWarning(warning);
                var (run, document) = await launcher.CreateAsync(plan, script?.Content, cancellationToken).ConfigureAwait(false);
                open = new OpenRun(run, plan, document, compute);
                output.WriteVerbose($"Run '{plan.RunId}' in '{store.Location}'.");
                await foreach (var worker in launcher.LaunchAsync(run, plan, ThrottleLimit, cancellationToken).ConfigureAwait(false))
                    output.WriteObject(worker);
                var progress = new ProgressDisplay(plan, output);
                var state = await open.ControlledBy(output, progress.Show).UntilStartedAsync(cancellationToken).ConfigureAwait(false);
                progress.Close();
                if (state.StartedAt is null)
                    output.WriteError(ErrorRecords.RunNotStarted(state));
            });
        }
        catch (PipelineStoppedException)
        {
            CallOff(open);
            throw;
        }
    }

    // Ctrl+C before the start: nobody is to begin without us. Once the start is set, the load goes on and Wait- takes over.
    private void CallOff(OpenRun? open)
    {
        if (open is null)
            return;
        using var bound = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        var stopped = Task.Run(
            async () =>
                await open.Store.ReadStartAsync(bound.Token).ConfigureAwait(false) is null
                && await open.Store.TryStopAsync(new StopDocument(TimeProvider.System.GetUtcNow(), "Start-AzLoadTestWorker was interrupted."), bound.Token).ConfigureAwait(false),
            CancellationToken.None);
        try
        {
            Tell(stopped.GetAwaiter().GetResult()
                ? $"Run '{open.Store.RunId}' was called off before its start; its workers make no load."
                : $"Run '{open.Store.RunId}' goes on. {HowToGoOn(open)}");
        }
        catch (Exception e) when (e is OperationCanceledException or StoreException)
        {
            Tell($"Run '{open.Store.RunId}' could not be called off ({e.Message}). Its workers stand down when their start timeout is over. {HowToGoOn(open)}");
        }
    }
}
