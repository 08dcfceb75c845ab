using System.Management.Automation;
using System.Security;
using LoadTestAz.Async;
using LoadTestAz.Errors;
using LoadTestAz.Hosting;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Commands;

/// <summary>Base of the cmdlets that go on with a run that is in a store; the store and the workers may be in Azure.</summary>
public abstract class RunCmdlet : AsyncCmdlet
{
    private AzureSignIn? _signIn;

    /// <summary>Who signs in to Azure.</summary>
    [Parameter]
    public AzureCredentialSource CredentialSource { get; set; }

    /// <summary>Tokens to use in place of a sign-in: one for Azure Resource Manager, one for Azure Storage, as far as they are needed.</summary>
    [Parameter]
    [ValidateNotNullOrEmpty]
    public SecureString[]? AccessToken { get; set; }

    /// <summary>The run, and everything needed to go on with it.</summary>
    internal sealed record OpenRun(RunStore Store, LoadTestPlan Plan, RunDocument Document, IComputeBackend? Compute)
    {
        /// <summary>Asks the workers to end early, unless somebody has asked already.</summary>
        public async Task TryStopAsync(string reason, CancellationToken cancellationToken)
        {
            var clock = new StoreClock(Store.Store, TimeProvider.System);
            await clock.TryLookAsync(cancellationToken).ConfigureAwait(false);
            await Store.TryStopAsync(new StopDocument(clock.GetUtcNow(), reason), cancellationToken).ConfigureAwait(false);
        }

        /// <summary>A controller whose words go to a cmdlet's output.</summary>
        public RunController ControlledBy(PipelineOutput output, Action<LoadTestRunProgress>? report, TimeSpan? pollInterval = null, Action<IReadOnlyList<LoadTestWorker>>? looked = null) =>
            new(Store, Plan, Document, Compute, TimeProvider.System)
            {
                Warn = OncePerText(output.WriteWarning),
                Report = report,
                Looked = looked,
                // A folder is cheap to look at.
                PollInterval = pollInterval ?? (Compute is Agent.Local.LocalComputeBackend ? TimeSpan.FromMilliseconds(250) : TimeSpan.FromSeconds(2)),
            };
    }

    /// <summary>Opens a store; an error of it ends the cmdlet.</summary>
    private protected IResultStore OpenStore(string? location) => Guard(() => Stores.Open(location, this, SignIn));

    /// <summary>The files and folders that a path stands for; an error, and none, where it stands for nothing. On the pipeline thread only.</summary>
    private protected IReadOnlyCollection<string> ResolveFiles(string path)
    {
        try
        {
            var resolved = GetResolvedProviderPathFromPSPath(path, out var provider);
            if (provider.Name == "FileSystem")
                return resolved;
            WriteError(ErrorRecords.InputNotInFileSystem(path, provider.Name));
        }
        catch (ItemNotFoundException e)
        {
            WriteError(ErrorRecords.InputNotFound(WildcardPattern.Unescape(path), e));
        }

        return [];
    }

    /// <summary>Opens a run by its id and store.</summary>
    /// <exception cref="RunNotFoundException">The store has no such run.</exception>
    private protected async Task<OpenRun> OpenAsync(PipelineOutput output, IResultStore store, string runId, CancellationToken cancellationToken)
    {
        var run = new RunStore(store, runId);
        var (document, plan) = await ReadAsync(run, output, cancellationToken).ConfigureAwait(false);
        if (plan is null)
            throw new RunNotFoundException(runId, store.Location);
        KnownRuns.Note(store.Location, runId);
        // On the pipeline thread, since the session may have to be asked who signs in.
        var compute = await output.CallAsync(() => ComputeOf(plan, workspaceKey: null), cancellationToken).ConfigureAwait(false);
        return new OpenRun(run, plan, document!, compute);
    }

    /// <summary>How long a store that does not answer is waited for before a run is known to be there.</summary>
    private protected virtual TimeSpan OpenPatience => TimeSpan.Zero;

    private async Task<(RunDocument? Document, LoadTestPlan? Plan)> ReadAsync(RunStore run, PipelineOutput output, CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var warn = OncePerText(output.WriteWarning); ; await Task.Delay(TimeSpan.FromSeconds(2), TimeProvider.System, cancellationToken).ConfigureAwait(false))
        {
            try
            {
                var document = await run.ReadRunAsync(cancellationToken).ConfigureAwait(false);
                return (document, document is null ? null : await run.ReadPlanAsync(cancellationToken).ConfigureAwait(false));
            }
            catch (StoreException e) when (e.Failure is StoreFailure.Unavailable && TimeProvider.System.GetElapsedTime(began) < OpenPatience)
            {
                warn($"The store did not answer ({e.Message}); trying for {OpenPatience.TotalSeconds:0} s; then this ends with an error.");
            }
        }
    }

    /// <summary>Where a plan's workers run. On the pipeline thread only.</summary>
    private protected IComputeBackend ComputeOf(LoadTestPlan plan, string? workspaceKey) =>
        Backends.For(plan, SignIn, workspaceKey, Notice);

    /// <summary>Looks at all that a plan for Azure needs; nothing is asked before the first check is. On the pipeline thread only.</summary>
    private protected IAsyncEnumerable<LoadTestPlanCheck> ChecksOf(LoadTestPlan plan, bool thorough) =>
        PrivateSide.Azure.CheckAsync(plan, SignIn(), thorough, Notice, CancellationToken.None);

    /// <summary>Tells what is waited for in Azure. From any thread.</summary>
    private protected virtual void Notice(string text) => Output?.WriteVerbose(text);

    /// <summary>Shows a run's progress so that somebody sees it. From any thread, while work is under way.</summary>
    private protected async Task<ProgressDisplay> DisplayAsync(LoadTestPlan plan, PipelineOutput output, CancellationToken cancellationToken, bool isPipeline = false)
    {
        var hasNoBar = await output.CallAsync(() => ProgressSurface.HasNoBar(this), cancellationToken).ConfigureAwait(false);
        var write = ProgressSurface.IsRunbook ? text =>
        {
            output.WriteHostLine(text);
            output.WriteVerbose(text);
        }
        : (Action<string>)output.WriteHostLine;
        return new ProgressDisplay(plan, output, hasNoBar ? new Heartbeat(write, TimeProvider.System) : null, isPipeline);
    }

    /// <summary>Deletes the containers of a run that is over, by its plan's policy; of one that goes on only what was begun is awaited.</summary>
    private protected static async Task<LoadTestRun> CleanUpAsync(OpenRun open, RunCleanup cleanup, LoadTestRun run, ProgressDisplay progress, CancellationToken cancellationToken)
    {
        if (run.State is RunState.Running or RunState.TimedOut)
            return run with { Leftovers = await cleanup.WaitAsync().ConfigureAwait(false) };
        if (open.Plan is { Compute: LoadTestCompute.Aci, Execution.Cleanup: not CleanupPolicy.Never })
            progress.ShowWait($"workers' containers are deleted; each that is still there {K6Duration.Format(RunCleanup.GoneBound)} after its turn is told by name");
        return run with { Leftovers = await cleanup.FinishAsync(run, cancellationToken).ConfigureAwait(false) };
    }

    /// <summary>The commands that take a run up again.</summary>
    internal static string HowToGoOn(OpenRun open)
    {
        var target = $"-RunId '{open.Store.RunId}' -Store '{open.Store.Store.Location}'";
        var until = open.Plan.Compute is LoadTestCompute.Local ? " Its workers are part of this process and end with it, saving what they measured." : "";
        return $"Go on with: Wait-AzLoadTestRun {target}; end it with: Stop-AzLoadTestRun {target}.{until}";
    }

    // Asked once, and only when something is in Azure. On the pipeline thread only.
    private protected AzureSignIn SignIn() => _signIn ??= new AzureSignIn
    {
        Source = CredentialSource,
        AccessTokens = AccessToken ?? [],
        Session = AccessToken is null && (CredentialSource is AzureCredentialSource.Default or AzureCredentialSource.AzContext) && AzureContext.IsSignedIn(this)
            ? AskSessionAsync
            : null,
    };

    private async Task<SessionToken> AskSessionAsync(string resource, CancellationToken cancellationToken) =>
        Output is { } output
            ? await output.CallAsync(() => AzureContext.GetToken(this, resource), cancellationToken).ConfigureAwait(false)
            : throw new InvalidOperationException("The session can't be asked for a token now.");

    // A store that is down for a minute is one warning, not sixty.
    private protected static Action<string> OncePerText(Action<string> write)
    {
        var said = new HashSet<string>(StringComparer.Ordinal);
        return text =>
        {
            lock (said)
            {
                if (!said.Add(text))
                    return;
            }

            write(text);
        };
    }
}
