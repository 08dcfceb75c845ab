using System.Globalization;

namespace LoadTestAz.Runs;

/// <summary>Says whose clocks were off by more than <see cref="StoreClock.Tolerance"/>.</summary>
internal static class ClockWarnings
{
    private const string Remedy = "All times were corrected by that; have the machine's clock synchronised.";

    // So many workers are named.
    private const int Named = 5;

    /// <summary>One line for all workers; none when all clocks are good.</summary>
    public static IEnumerable<string> Of(IReadOnlyCollection<LoadTestWorker> workers)
    {
        var off = workers.Where(w => w.ClockOffset is { } offset && offset.Duration() > StoreClock.Tolerance).OrderByDescending(w => w.ClockOffset!.Value.Duration()).ToList();
        if (off.Count == 0)
            return [];
        if (off.Count == 1)
            return [$"The clock of worker {off[0].Index} was {Show(off[0].ClockOffset!.Value)} the store's. {Remedy}"];
        var rest = off.Count > Named ? string.Create(CultureInfo.InvariantCulture, $" and {off.Count - Named} more") : "";
        return [string.Create(CultureInfo.InvariantCulture, $"The clocks of {off.Count} of {workers.Count} workers were off by more than {StoreClock.Tolerance.TotalSeconds:0} s, the worst {Show(off[0].ClockOffset!.Value)} the store's: workers {string.Join(", ", off.Take(Named).Select(w => w.Index))}{rest}. {Remedy}")];
    }

    /// <summary>The warning of the machine that this is; null when its clock is good.</summary>
    public static string? OfThisMachine(TimeSpan offset) =>
        offset.Duration() > StoreClock.Tolerance ? $"This machine's clock is {Show(offset)} that of the store. The run's times are by the store's; have this machine's clock synchronised." : null;

    private static string Show(TimeSpan offset) =>
        string.Create(CultureInfo.InvariantCulture, $"{Math.Abs(offset.TotalSeconds):0.#} s {(offset > TimeSpan.Zero ? "ahead of" : "behind")}");
}
