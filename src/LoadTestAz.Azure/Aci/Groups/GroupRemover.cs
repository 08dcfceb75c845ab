using LoadTestAz.Azure.Aci.Arm;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Azure.Aci.Groups;

/// <summary>
/// Deletes container groups and makes sure that they are gone: a deletion that was accepted can leave a group running, and
/// billed.
/// </summary>
internal sealed class GroupRemover(ArmClient client, TimeProvider clock)
{
    /// <summary>How long a group may take to go once its deletion was accepted.</summary>
    public static readonly TimeSpan Bound = RunCleanup.GoneBound;

    /// <summary>How long a deletion may wait for its turn: 300 of them need ten minutes.</summary>
    public static readonly TimeSpan TurnBound = TimeSpan.FromHours(1);

    /// <summary>When the deletion of a group that is still there is asked for again.</summary>
    private static readonly TimeSpan AskAgain = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>Deletes a group; returns once it is gone.</summary>
    /// <exception cref="ComputeException">It is still there, or nobody can tell.</exception>
    public async Task RemoveAsync(string name, CancellationToken cancellationToken)
    {
        await AskAsync(name, clock.GetUtcNow() + TurnBound, cancellationToken).ConfigureAwait(false);
        var (giveUpAt, askAt) = (clock.GetUtcNow() + Bound, clock.GetUtcNow() + AskAgain);
        for (var pause = FirstPause; await client.FindGroupAsync(name, ArmClient.Patience, cancellationToken).ConfigureAwait(false) is not null; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            var now = clock.GetUtcNow();
            if (now + pause > giveUpAt)
                throw new ComputeException(ComputeFailure.Unavailable, $"Container group '{name}' is still there {K6Duration.Format(Bound)} after its deletion was accepted, and may be billed. Look at it in {client.Target}, and delete it by hand.");
            if (now >= askAt)
            {
                await AskAsync(name, giveUpAt, cancellationToken).ConfigureAwait(false);
                askAt = clock.GetUtcNow() + AskAgain;
            }

            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task AskAsync(string name, DateTimeOffset giveUpAt, CancellationToken cancellationToken)
    {
        var answer = await client.DeleteGroupAsync(name, giveUpAt, cancellationToken).ConfigureAwait(false);
        // Still being made, or being deleted already: whether it goes is seen below.
        if (!answer.IsSuccess && !answer.IsNotFound && GroupVerdicts.Of(answer) is not GroupVerdict.Transitioning)
            throw ArmErrors.From($"delete container group '{name}'", answer, client.Target);
    }
}
