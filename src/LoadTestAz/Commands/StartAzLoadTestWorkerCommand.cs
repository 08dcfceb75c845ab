using System.Collections;
using System.Globalization;
using System.Management.Automation;
using LoadTestAz.Agent;
using LoadTestAz.Agent.Engines;
using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Agent.Engines.K6.Scripts;
using LoadTestAz.Agent.Secrets;
using LoadTestAz.Async;
using LoadTestAz.Binding;
using LoadTestAz.Completion;
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

    // A creation that was sent is awaited, since nobody would know otherwise whether there is a container group.
    private static readonly TimeSpan InFlightBound = TimeSpan.FromSeconds(30);

    private readonly List<LoadTestPlan> _plans = [];
    private ProgressDisplay? _display;
    private SecretTable _secrets = new(null);

    /// <summary>What to run.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public LoadTestPlan Plan { get; set; } = null!;

    /// <summary>Where results go: a folder, or the https URL of a blob container.</summary>
    [Parameter]
    [Alias("Location")]
    [ValidateNotNullOrEmpty]
    [ArgumentCompleter(typeof(StoreCompleter))]
    public string? Store { get; set; }

    /// <summary>How many workers are launched at the same time.</summary>
    [Parameter]
    [ValidateRange(1, 200)]
    public int ThrottleLimit { get; set; } = DefaultThrottleLimit;

    /// <summary>Values of the plan's secrets by name, for what is not in the environment: secure strings.</summary>
    [Parameter]
    public IDictionary? Secret { get; set; }

    /// <summary>Start even though a check says that it would fail in Azure.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _secrets = new SecretTable(Secret);

        // What is bound can be looked at through any error record, as long as the command runs.
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
        var unknown = _secrets.Names.Except(_plans.SelectMany(plan => plan.Secrets.Append(WorkspaceKeyName(plan) ?? ""))).ToList();
        if (unknown.Count > 0)
            ThrowTerminatingError(ErrorRecords.SecretInvalid($"-Secret has names that the plan does not have: {string.Join(", ", unknown)}. Name them under test.secrets of the plan, or by -SecretName of New-AzLoadTestPlan."));
        foreach (var plan in _plans)
        {
            if (EngineFactory.WhyNot(plan) is { } reason)
                ThrowTerminatingError(ErrorRecords.PlanNotRunnable(plan, reason));
            else
                Start(plan, SecretsOf(plan), plan.Compute is LoadTestCompute.Local ? EngineOf(plan) : null);
        }
    }

    /// <inheritdoc/>
    private protected override void Notice(string text)
    {
        base.Notice(text);
        _display?.ShowWait(text);
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

    // The key of the plan's Log Analytics workspace goes to the platform, not to the workers.
    private string? WorkspaceKeyOf(LoadTestPlan plan)
    {
        if (WorkspaceKeyName(plan) is not { } name)
            return null;
        var key = WorkerSecrets.Of([name], _secrets.Find);
        if (key.Missing.Count > 0)
            ThrowTerminatingError(ErrorRecords.SecretMissing(plan, key.Missing));
        return key.Find(name);
    }

    private static string? WorkspaceKeyName(LoadTestPlan plan) => plan.Compute is LoadTestCompute.Aci ? plan.Azure!.LogAnalytics?.KeySecret : null;

    // Workers in Azure look for their run where the plan says.
    private IResultStore StoreOf(LoadTestPlan plan)
    {
        if (plan.Compute is LoadTestCompute.Local)
            return OpenStore(Store);
        var location = plan.Azure!.StoreLocation;
        if (Store is not null && !Store.TrimEnd('/').Equals(location, StringComparison.OrdinalIgnoreCase))
            ThrowTerminatingError(ErrorRecords.StoreOtherThanPlan(plan, Store, location));
        return OpenStore(location);
    }

    private void Start(LoadTestPlan plan, WorkerSecrets secrets, EngineChoice? engine)
    {
        var cost = plan.EstimatedCost is { } usd ? string.Create(CultureInfo.InvariantCulture, $", about {usd:0.00} USD") : "";
        if (!ShouldProcess(
            $"{plan.Workers.Count} workers with {plan.TotalVus} VUs for {K6Duration.Format(plan.Duration)} on {plan.Compute} (run {plan.RunId}{cost})",
            "Start load"))
            return;
        var store = StoreOf(plan);
        var workspaceKey = WorkspaceKeyOf(plan);
        var compute = Guard(() => ComputeOf(plan, workspaceKey));
        if (plan.Compute is LoadTestCompute.Aci)
            RequireAzure(plan);

        // Where the workers are elsewhere, a k6 of this machine's only helps to pack the script.
        var k6 = engine is null && plan.Script is not null ? Guard(() => K6Binary.FindRequired(null)) : engine?.K6?.Path;
        OpenRun? open = null;
        var done = false;
        Backends.Own(plan.RunId);
        if (plan.Compute is not LoadTestCompute.Local)
            StopBound = InFlightBound;
        try
        {
            Await(async (output, cancellationToken) =>
            {
                var launcher = new RunLauncher(store, compute, TimeProvider.System) { Secrets = secrets, Warn = OncePerText(output.WriteWarning) };
                var script = await new ScriptPacker(TimeProvider.System) { Secrets = secrets }.PackAsync(plan, k6, cancellationToken).ConfigureAwait(false);
                foreach (var warning in script?.Warnings ?? [])
                    output.WriteWarning(warning);
                if (script is { MayHaveSetup: false })
                    plan = plan with { Setup = SetupPolicy.None };
                var (run, document) = await launcher.CreateAsync(plan, script?.Content, cancellationToken).ConfigureAwait(false);
                open = new OpenRun(run, plan, document, compute);
                KnownRuns.Note(store.Location, plan.RunId);
                output.WriteVerbose($"Run '{plan.RunId}' in '{store.Location}'.");
                _display = await DisplayAsync(plan, output, cancellationToken).ConfigureAwait(false);
                await LaunchAsync(launcher, run, plan, output, cancellationToken).ConfigureAwait(false);
                var state = await open.ControlledBy(output, _display.Show).UntilStartedAsync(cancellationToken).ConfigureAwait(false);
                _display.Close();
                if (state.StartedAt is null)
                    output.WriteError(ErrorRecords.RunNotStarted(state));
            });
            done = true;
        }
        finally
        {
            // Ctrl+C, a pipeline that wants no more, or an error on the way.
            if (!done && open is not null)
                CallOff(open);
        }
    }

    // The checks that cost no more than a few reads; Test-AzLoadTestPlan has all of them.
    private void RequireAzure(LoadTestPlan plan)
    {
        var checks = Guard(() => ChecksOf(plan, thorough: false));
        var failed = new List<LoadTestPlanCheck>();
        Await(async (output, cancellationToken) =>
        {
            await foreach (var check in checks.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                output.WriteVerbose($"{check.Name} {check.Status}: {check.Detail}");
                if (check.Status is PlanCheckStatus.Failed)
                    failed.Add(check);
                if (check.Status is PlanCheckStatus.Warning || (check.Status is PlanCheckStatus.Failed && Force))
                    output.WriteWarning($"{check.Name}: {check.Detail} {check.Remedy}");
            }
        });
        if (failed.Count > 0 && !Force)
            ThrowTerminatingError(ErrorRecords.PlanCheckFailed(plan, failed));
    }

    private async Task LaunchAsync(RunLauncher launcher, RunStore run, LoadTestPlan plan, PipelineOutput output, CancellationToken cancellationToken)
    {
        var refused = new List<LoadTestWorker>();
        var accepted = 0;
        await foreach (var worker in launcher.LaunchAsync(run, plan, ThrottleLimit, cancellationToken).ConfigureAwait(false))
        {
            output.WriteObject(worker);
            if (worker.State is WorkerState.Failed)
                refused.Add(worker);
            else
                _display!.ShowLaunch(++accepted);
        }

        // Hundreds may be refused for one reason.
        foreach (var alike in refused.GroupBy(worker => worker.Cause))
            output.WriteWarning($"{alike.Count()} of {plan.Workers.Count} workers could not be launched, {alike.Key}: {alike.First().Detail}");
    }

    private void CallOff(OpenRun open)
    {
        var callOff = new RunCallOff(open);
        if (open.Plan.Compute is not LoadTestCompute.Local)
            Tell($"Calling off run '{open.Store.RunId}'; this takes at most {callOff.Bound.TotalSeconds:0} s.");
        using var bound = new CancellationTokenSource(callOff.Bound);
        Tell(Task.Run(() => callOff.RunAsync(bound.Token), CancellationToken.None).GetAwaiter().GetResult());
    }
}
