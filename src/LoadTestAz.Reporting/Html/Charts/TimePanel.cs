namespace LoadTestAz.Reporting.Html.Charts;

/// <summary>One chart over time.</summary>
/// <param name="Id">Its name in the page's data.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Scale">Its values.</param>
/// <param name="Label">How a value is written.</param>
/// <param name="Lines">What is drawn, from back to front.</param>
/// <param name="Description">In a sentence what there is to be seen.</param>
internal sealed record TimePanel(string Id, string Title, ValueScale Scale, Func<double, string> Label, IReadOnlyList<TimeLine> Lines, string Description)
{
    /// <summary>Limits that thresholds set, each with its expression.</summary>
    public IReadOnlyList<(string Expression, double Limit)> Limits { get; init; } = [];

    /// <summary>What a reader should know of it; null for nothing.</summary>
    public string? Note { get; init; }
}
