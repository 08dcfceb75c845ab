using LoadTestAz.Azure.Aci.Arm;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Azure.Aci.Groups;

/// <summary>
/// Brings one worker's container group about: in the first region that takes it, and only there. After an answer that
/// leaves doubt it looks before it asks again, and always under the same name, so that there is never a second worker.
/// </summary>
internal sealed class GroupLauncher(ArmClient client, GroupBodies bodies, RegionBoard regions, TimeProvider clock)
{
    private static readonly TimeSpan TransitionPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(20);

    // How long one look after a doubtful creation goes on trying.
    private static readonly TimeSpan LookPatience = TimeSpan.FromSeconds(20);

    /// <summary>Is told of each name before it is asked for, so that nothing is ever made that nobody knows of.</summary>
    public required Action<int, string> Trying { get; init; }

    /// <summary>Is told of a name under which there is nothing, for certain.</summary>
    public required Action<int, string> Refused { get; init; }

    /// <summary>Is told where the making of a group can be followed.</summary>
    public required Action<string, Uri> Following { get; init; }

    /// <summary>Is told about waits.</summary>
    public Action<string>? Notice { get; init; }

    /// <summary>Launches a worker.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="worker">The worker.</param>
    /// <param name="giveUpAt">Later it would come too late for the run.</param>
    /// <param name="cancellationToken">Ends it; a creation that was sent is awaited.</param>
    /// <returns>The group's name.</returns>
    /// <exception cref="ComputeException">No region takes it in time.</exception>
    public async Task<string> LaunchAsync(string runId, LoadTestPlanWorker worker, DateTimeOffset giveUpAt, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (regions.TroubleWithImage(worker.TestType) is { } refusal)
                throw new ComputeException(WorkerCause.ImagePull, $"Worker {worker.Index} was not asked for, since Azure refused {RegionBoard.ImageRefusals} others for their image, and took none: {refusal}{GroupVerdicts.AdviceOn(GroupVerdict.ImagePull)}");
            var troubles = new List<(string Region, GroupVerdict Verdict, string Words)>();
            foreach (var region in regions.OrderFor(worker))
            {
                if (regions.TroubleWith(region, worker.TestType) is { } known)
                {
                    troubles.Add((region, known.Verdict, known.Words));
                    continue;
                }

                var name = GroupNames.Of(runId, worker.Index, region);
                var answer = await TryAsync(name, worker, region, giveUpAt, cancellationToken).ConfigureAwait(false);
                if (answer is null)
                {
                    regions.NoteAccepted(worker.TestType);
                    return name;
                }

                Refused(worker.Index, name);
                var verdict = GroupVerdicts.Of(answer);
                if (verdict is GroupVerdict.Fatal)
                    throw ArmErrors.From($"create container group '{name}'", answer, client.Target);
                if (verdict is GroupVerdict.ImagePull)
                    regions.NoteImageRefused(worker.TestType, Sentence(answer));
                if (verdict is not (GroupVerdict.QuotaReached or GroupVerdict.NoCapacity or GroupVerdict.NotOffered))
                    throw new ComputeException(GroupVerdicts.CauseOf(verdict), $"Azure refused container group '{name}' in {region}: {Sentence(answer)}{GroupVerdicts.AdviceOn(verdict)}{Id(answer)}");
                regions.Note(region, worker.TestType, verdict, Sentence(answer));
                troubles.Add((region, verdict, Sentence(answer)));
            }

            var mayHaveRoomLater = troubles.Any(t => t.Verdict is GroupVerdict.NoCapacity) && clock.GetUtcNow() + RegionBoard.CapacityPause < giveUpAt;
            if (!mayHaveRoomLater)
                throw NowhereAdmitted(worker, troubles);
            Notice?.Invoke($"No region has room for worker {worker.Index} now; trying again in {RegionBoard.CapacityPause.TotalSeconds:0} s, until {giveUpAt:u} at the longest; then the run goes without it.");
            await Task.Delay(RegionBoard.CapacityPause, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    // Null once there is a group; otherwise the answer by which the region refused it, for certain.
    private async Task<ArmAnswer?> TryAsync(string name, LoadTestPlanWorker worker, string region, DateTimeOffset giveUpAt, CancellationToken cancellationToken)
    {
        Trying(worker.Index, name);
        var body = bodies.Of(worker, region);
        var doubt = false;
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            if (doubt && await IsThereAsync(name, worker, cancellationToken).ConfigureAwait(false))
                return null;

            ArmAnswer answer;
            try
            {
                answer = await client.CreateGroupOnceAsync(name, body, giveUpAt, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException e)
            {
                throw new ComputeException(WorkerCause.StartTimeout, $"Worker {worker.Index} could not be created in time for the start: {e.Message}. Raise execution.start_timeout, or put more VUs on each worker.", e);
            }

            switch (GroupVerdicts.Of(answer))
            {
                case GroupVerdict.Accepted:
                    if (answer.Operation is { } operation)
                        Following(name, operation);
                    return null;
                case GroupVerdict.Throttled:
                    // The pace is held back: the next try waits its turn.
                    pause = FirstPause / 2;
                    continue;
                case GroupVerdict.Transitioning:
                    pause = pause > TransitionPause ? pause : TransitionPause;
                    break;
                case GroupVerdict.Uncertain:
                    break;
                default:
                    return answer;
            }

            doubt = true;
            if (clock.GetUtcNow() + pause > giveUpAt)
                throw new ComputeException(WorkerCause.PlatformError, $"Azure did not say in time whether container group '{name}' was created: {Sentence(answer)}{Id(answer)}");
            Notice?.Invoke($"Azure answered '{Sentence(answer).TrimEnd('.')}' to the creation of '{name}'; looking again in {pause.TotalSeconds:0} s, until {giveUpAt:u} at the longest; then the worker counts as not created.");
            await Task.Delay(answer.RetryAfter is { } asked && asked > pause ? asked : pause, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    // False when there is none, or when nobody can tell: then it may be asked for again, under the same name.
    private async Task<bool> IsThereAsync(string name, LoadTestPlanWorker worker, CancellationToken cancellationToken)
    {
        try
        {
            if (await client.FindGroupAsync(name, LookPatience, cancellationToken).ConfigureAwait(false) is not { } group || GroupTags.Read(group)?.Worker != worker.Index)
                return false;
            if (!GroupStates.HasFailed(group))
                return true;
            var trouble = GroupStates.Describe(worker.Index, group);
            throw new ComputeException(trouble.Cause, trouble.Detail!);
        }
        catch (ComputeException e) when (e.Failure is ComputeFailure.Unavailable)
        {
            return false;
        }
    }

    private static ComputeException NowhereAdmitted(LoadTestPlanWorker worker, List<(string Region, GroupVerdict Verdict, string Words)> troubles)
    {
        // The cause that the first region gave, which is the one that was wanted most.
        var (_, verdict, _) = troubles[0];
        var words = string.Join(" ", troubles.Select(t => $"{t.Region}: {t.Words}"));
        return new ComputeException(GroupVerdicts.CauseOf(verdict), $"No region took worker {worker.Index}. {words}{GroupVerdicts.AdviceOn(verdict)}");
    }

    private static string Sentence(ArmAnswer answer) => $"{answer.ToString().TrimEnd('.')}.";

    private static string Id(ArmAnswer answer) => answer.RequestId is null ? "" : $" Request id {answer.RequestId}.";
}
