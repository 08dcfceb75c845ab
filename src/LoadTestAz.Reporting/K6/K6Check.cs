namespace LoadTestAz.Reporting.K6;

/// <summary>A check as k6's summary has it.</summary>
internal sealed record K6Check(string Name, string Path, long Passes, long Fails)
{
    public string Id => K6Ids.Of(Path);
}
