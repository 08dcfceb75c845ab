namespace LoadTestAz.AciStandIn.Groups;

/// <summary>Waits by a clock that may be a test's.</summary>
internal static class Waits
{
    /// <summary>
    /// Waits that long, or until cancelled, without an exception. Nothing at all for no time, so that a test's clock need not
    /// be moved for it.
    /// </summary>
    public static Task WaitAsync(this TimeProvider clock, TimeSpan time, CancellationToken cancellationToken) =>
        time == TimeSpan.Zero ? Task.CompletedTask : WaitCoreAsync(clock, time, cancellationToken);

    private static async Task WaitCoreAsync(TimeProvider clock, TimeSpan time, CancellationToken cancellationToken) =>
        await Task.Delay(time, clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
