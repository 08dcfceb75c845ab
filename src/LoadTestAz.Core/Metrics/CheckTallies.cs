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

    private static readonly Comparer<(string Group, string Name)> Ordinal = Comparer<(string Group, string Name)>.Create((a, b) =>
        string.CompareOrdinal(a.Group, b.Group) is var order and not 0 ? order : string.CompareOrdinal(a.Name, b.Name));

    private readonly SortedDictionary<(string Group, string Name), CheckTally> _tallies = new(Ordinal);

    // The largest key, once the bound is reached: SortedDictionary would walk the tree's whole right side for it.
    private (string Group, string Name)? _last;

    public IReadOnlyCollection<CheckTally> All => _tallies.Values;

    public CheckTally Others { get; } = new("", "(other checks)");

    /// <summary>The tally for a check; <see cref="Others"/> beyond the bound.</summary>
    /// <param name="group">The group's path.</param>
    /// <param name="name">The check's name.</param>
    /// <param name="evicted">True when another check had to go: tallies that were handed out are not good any more.</param>
    public CheckTally For(string group, string name, out bool evicted)
    {
        evicted = false;
        if (_tallies.TryGetValue((group, name), out var tally))
            return tally;
        if (_tallies.Count >= MaxChecks)
        {
            var last = _last ??= _tallies.Last().Key;
            if (Ordinal.Compare((group, name), last) > 0)
                return Others;
            var gone = _tallies[last];
            Others.Add(gone.Passes, gone.Fails);
            _tallies.Remove(last);
            _last = null;
            evicted = true;
        }

        _tallies.Add((group, name), tally = new CheckTally(group, name));
        return tally;
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
