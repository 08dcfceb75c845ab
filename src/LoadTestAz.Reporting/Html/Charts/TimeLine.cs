namespace LoadTestAz.Reporting.Html.Charts;

/// <summary>One line of a chart over time.</summary>
/// <param name="Key">Its name in the page's data.</param>
/// <param name="Name">What it is called.</param>
/// <param name="Values">A value for each interval of the course.</param>
/// <param name="Style">The class of its colour.</param>
/// <param name="Overall">What it comes to over the whole run.</param>
/// <param name="IsSteps">Whether a value stands for the whole interval, not for its middle.</param>
/// <param name="IsArea">Whether the area below is filled.</param>
internal sealed record TimeLine(string Key, string Name, double?[] Values, string Style, string Overall, bool IsSteps = false, bool IsArea = false);
