namespace LoadTestAz.Merging.Estimates;

/// <summary>What remains of a summary after <see cref="FigureCheck"/>: nothing in it contradicts anything else.</summary>
/// <param name="Worker">Position in the list of summaries.</param>
/// <param name="Count">The number of samples.</param>
/// <param name="Floor">No sample is less.</param>
/// <param name="Figures">By share, each share once; the values do not fall.</param>
/// <param name="Mean">The mean, if told; its share says nothing.</param>
internal sealed record WorkerFigures(int Worker, SampleCount Count, double Floor, Figure[] Figures, Figure? Mean) : IComparable<WorkerFigures>
{
    /// <summary>The least that the smallest sample can be.</summary>
    public double Lowest => Figures is [{ Share: 0 } min, ..] ? Math.Max(min.Low, Floor) : Floor;

    /// <summary>The most that the largest sample can be.</summary>
    public double Highest => Figures is [.., { Share: 1 } max] ? max.High : double.PositiveInfinity;

    /// <summary>
    /// What k6's rounding can do to a percentile: it depends on that and on the sample below it, which is at least the lowest.
    /// Where that is not known, the largest figure stands in for it.
    /// </summary>
    public double RoundingOf(double percentile) =>
        Rounding.Of(Math.Max(Math.Abs(percentile), double.IsFinite(Lowest) ? Math.Abs(Lowest) : Figures.Length == 0 ? 0 : Math.Max(Figures[0].Size, Figures[^1].Size)));

    /// <summary>What the worker's own percentile lies between: those that are told, since they rise, but for rounding.</summary>
    public (double Low, double High) Around(double share)
    {
        var (low, high) = (Floor, double.PositiveInfinity);
        foreach (ref readonly var figure in Figures.AsSpan())
        {
            var rounding = figure.Share == share || Lowest >= 0 ? 0 : RoundingOf(figure.Size);
            if (figure.Share <= share)
                low = Math.Max(low, figure.Low - rounding);
            if (figure.Share >= share)
                high = Math.Min(high, figure.High + rounding);
        }

        return (low, high);
    }

    /// <summary>An order by content alone, so that the order of the input cannot show in any sum.</summary>
    public int CompareTo(WorkerFigures? other)
    {
        if (other is null)
            return 1;
        var order = Count.AtLeast.CompareTo(other.Count.AtLeast);
        if (order == 0)
            order = Nullable.Compare(Count.AtMost, other.Count.AtMost);
        if (order == 0)
            order = Floor.CompareTo(other.Floor);
        if (order == 0)
            order = Figures.Length.CompareTo(other.Figures.Length);
        for (var i = 0; order == 0 && i < Figures.Length; i++)
            order = Compare(Figures[i], other.Figures[i]);
        return order == 0 ? Compare(Mean.GetValueOrDefault(), other.Mean.GetValueOrDefault()) : order;
    }

    private static int Compare(in Figure a, in Figure b)
    {
        var order = a.Share.CompareTo(b.Share);
        if (order == 0)
            order = a.Low.CompareTo(b.Low);
        return order == 0 ? a.High.CompareTo(b.High) : order;
    }
}
