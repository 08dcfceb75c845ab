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

    /// <summary>The largest that samples can be in size where k6 rounds; figures stand in for limits that are not known.</summary>
    public double Size => Math.Max(double.IsFinite(Lowest) ? Math.Abs(Lowest) : 0, Figures.Length == 0 ? 0 : Figures.Max(f => f.Size));

    /// <summary>What the worker's own percentile lies between: those that are told, since they rise.</summary>
    public (double Low, double High) Around(double share)
    {
        var (low, high) = (Floor, double.PositiveInfinity);
        foreach (ref readonly var figure in Figures.AsSpan())
        {
            if (figure.Share <= share)
                low = Math.Max(low, figure.Low);
            if (figure.Share >= share)
                high = Math.Min(high, figure.High);
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
