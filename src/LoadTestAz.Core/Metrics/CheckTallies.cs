namespace LoadTestAz.Metrics;

/// <summary>
/// The tallies of all checks by group and name. A script may put anything into a check's name, so their number is bounded:
/// beyond <see cref="MaxChecks"/> the names that come last in ordinal order are counted together in <see cref="Others"/>.
/// </summary>
/// <remarks>
/// Keeping the first names, not the earliest, makes merging independent of order: a name that is among the first of
/// all names is among the first of every part, so no part has given it up.
/// </remarks>
internal sealed class CheckTallies
{
    public const int MaxChecks = 10_000;

    private static readonly Comparer<CheckTally> Ordinal = Comparer<CheckTally>.Create((a, b) =>
        string.CompareOrdinal(a.Group, b.Group) is var order and not 0 ? order : string.CompareOrdinal(a.Name, b.Name));

    private readonly SortedSet<CheckTally> _tallies = new(Ordinal);

    public IReadOnlyCollection<CheckTally> All => _tallies;

    public CheckTally Others { get; } = new("", "(other checks)");

    /// <summary>The tally for a check; <see cref="Others"/> beyond the bound.</summary>
    /// <param name="group">The group's path.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="evicted">True when another check had to go: tallies that were handed out are not good any more.</param>
    public CheckTally For(string group, string name, out bool evicted)
    {
        evicted = false;
        var wanted = new CheckTally(group, name);
        if (_tallies.TryGetValue(wanted, out var tally))
            return tally;
        if (_tallies.Count >= MaxChecks)
        {
            var last = _tallies.Max!;
            if (Ordinal.Compare(wanted, last) > 0)
                return Others;
            Others.Add(last.Passes, last.Fails);
            _tallies.Remove(last);
            evicted = true;
        }

        _tallies.Add(wanted);
        return wanted;
    }

    /// <returns>True when a check had to go, as in <see cref="For"/>.</returns>
    public bool Merge(CheckTallies other)
    {
        var anyEvicted = false;
        foreach (var tally in other.All)
        {
            For(tally.Group, tally.Name, out var evicted).Add(tally.Passes, tally.Fails);
            anyEvicted |= evicted;
        }

        Others.Add(other.Others.Passes, other.Others.Fails);
        return anyEvicted;
    }
}
