namespace LoadTestAz.Merging.Inputs;

/// <summary>Compares how raw files begin, before they are read: the same samples must not count twice, nor others be left out.</summary>
internal static class BeginningReview
{
    /// <summary>Compares them.</summary>
    public static void Run(MergeContext context)
    {
        Separate(context);
        LeaveOutCopies(context);
    }

    // A JSON and a CSV that lie together, but begin with other samples, are of two workers.
    private static void Separate(MergeContext context)
    {
        foreach (var group in context.Groups.ToList())
        {
            var raw = group.Sources.Where(s => s is { IsRaw: true, Beginning: not null }).OrderBy(s => s.Kind).ToList();
            foreach (var other in raw.Skip(1).Where(s => !s.Beginning!.IsSameAs(raw[0].Beginning!)))
                context.Separate(group, other, raw[0], "they begin with other samples");
        }
    }

    // The best kind stays, and of one kind the file with more in it.
    private static void LeaveOutCopies(MergeContext context)
    {
        var known = new Dictionary<string, (WorkerGroup Group, MergeSource Source)>(StringComparer.Ordinal);
        var all = context.Groups.SelectMany(g => g.Sources.Where(s => s is { IsRaw: true, Beginning: not null }), (g, s) => (Group: g, Source: s))
            .OrderBy(r => r.Source.Kind).ThenByDescending(r => ProgressMeter.SizeOf(r.Source.Path)).ThenBy(r => r.Source.Path, StringComparer.Ordinal);
        foreach (var raw in all)
        {
            var beginning = raw.Source.Beginning!;
            var same = beginning.Samples.Where(known.ContainsKey).Select(s => known[s]).Distinct().Where(k => k.Source.Beginning!.IsSameAs(beginning)).ToList();
            if (same.Count > 0 && same.TrueForAll(k => k.Group != raw.Group))
                context.NoteCopy(raw.Source, same[0].Source.Path);
            foreach (var sample in beginning.Samples)
                known.TryAdd(sample, raw);
        }
    }
}
