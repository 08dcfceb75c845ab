namespace LoadTestAz.Merging.Inputs;

/// <summary>
/// Compares the content of the files that lie with a worker's best source. One that is of other samples is of another
/// worker; the others are not needed.
/// </summary>
internal static class SiblingReview
{
    public static void Run(MergeContext context)
    {
        foreach (var group in context.Groups.Where(g => g.Best is { IsReviewed: false }).ToList())
        {
            var best = group.Best!;
            best.IsReviewed = true;
            if (best.Identity is { } identity)
                context.Contents.Add(best);
            foreach (var other in group.Sources.Where(s => s != best && s.Kind is not null && !s.IsCopy).ToList())
                Review(context, group, best, other);
        }
    }

    private static void Review(MergeContext context, WorkerGroup group, MergeSource best, MergeSource other)
    {
        var name = Path.GetFileName(best.Path);
        var same = best.Identity is { } ours && other.Identity is { } theirs ? theirs.IsSameAs(ours) : null;
        var difference = best.Identity is { } mine && other.Identity is { } its ? its.DifferenceTo(mine) : null;
        if (same == false && !(best.Truncated && best.Identity!.CouldBePartOf(other.Identity!)))
        {
            context.Separate(group, other, best, difference ?? "the extremes of their metrics differ");
            return;
        }

        other.Note($"Not needed: '{name}' of the same worker counts.");
        if (best.Truncated && difference is not null)
            context.Warnings.Add($"'{best.Path}' breaks off; '{other.Path}' tells how much is missing: {difference}.");
        else if (same is null && other is { IsRaw: false })
            context.Warnings.Add($"'{other.Path}' is taken as of the same worker as '{best.Path}', since they lie together; their content does not tell. If they are of two workers, put them into two folders.");
    }
}
