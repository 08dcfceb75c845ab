namespace LoadTestAz.Merging.Inputs;

/// <summary>Compares how raw files begin, before they are read: the same samples must not count twice, nor others be left out.</summary>
internal static class BeginningReview
{
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
            foreach (var other in raw.Skip(1).Where(s => s.Beginning != raw[0].Beginning))
                context.Separate(group, other, raw[0], "they begin with other samples");
        }
    }

    private static void LeaveOutCopies(MergeContext context)
    {
        var raw = context.Groups.SelectMany(g => g.Sources.Where(s => s is { IsRaw: true, Beginning: not null }), (g, s) => (Group: g, Source: s));
        foreach (var same in raw.GroupBy(r => r.Source.Beginning, StringComparer.Ordinal))
        {
            // The best kind, and of one kind the file with more in it.
            var best = same.OrderBy(r => r.Source.Kind).ThenByDescending(r => ProgressMeter.SizeOf(r.Source.Path)).ThenBy(r => r.Source.Path, StringComparer.Ordinal).First();
            foreach (var (_, copy) in same.Where(r => r.Group != best.Group))
                context.NoteCopy(copy, best.Source.Path);
        }
    }
}
