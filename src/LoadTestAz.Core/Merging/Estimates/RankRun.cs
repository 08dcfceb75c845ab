namespace LoadTestAz.Merging.Estimates;

/// <summary>Neighbouring ranks of which the same is known.</summary>
/// <param name="Count">How many ranks.</param>
/// <param name="Low">No sample there is less.</param>
/// <param name="High">No sample there is more.</param>
internal readonly record struct RankRun(long Count, double Low, double High)
{
    public RankRun Mirror => new(Count, -High, -Low);
}
