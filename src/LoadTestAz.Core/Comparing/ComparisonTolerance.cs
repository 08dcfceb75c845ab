using System.Globalization;
using LoadTestAz.Merging;
using LoadTestAz.Metrics;
using LoadTestAz.Plans.Binding;

namespace LoadTestAz.Comparing;

/// <summary>By which share of the baseline a figure may differ: one for all, and others for some metrics or some of their figures.</summary>
public sealed class ComparisonTolerance
{
    /// <summary>The name that stands for all that is not named.</summary>
    public const string Others = "*";

    /// <summary>The largest; 100 is a hundred times the baseline.</summary>
    public const double Max = 100;

    private readonly Dictionary<string, double> _shares = new(StringComparer.Ordinal);

    /// <param name="others">The share for all that is not named.</param>
    public ComparisonTolerance(double others) => _shares[Others] = others;

    /// <summary>
    /// Tolerances by name: a metric (its submetrics with it), a submetric, either with one of its figures
    /// (<c>http_req_duration:p(95)</c>), or <see cref="Others"/>. Shares are numbers (<c>0.1</c>) or percent (<c>10%</c>).
    /// </summary>
    /// <param name="texts">By name.</param>
    /// <param name="metrics">What is compared; a name that fits none of it is a mistake.</param>
    /// <exception cref="FormatException">Lists all mistakes.</exception>
    public static ComparisonTolerance Parse(IReadOnlyDictionary<string, string> texts, IReadOnlyCollection<LoadTestMetric> metrics)
    {
        var tolerance = new ComparisonTolerance(ResultComparer.DefaultTolerance);
        var named = new HashSet<string>(StringComparer.Ordinal);
        var mistakes = new List<string>();
        foreach (var (name, text) in texts.OrderBy(t => t.Key, StringComparer.Ordinal))
        {
            var (metric, figure) = Split(name);
            var key = Key(metric, figure);
            if (metric != Others && Unknown(metric, figure, metrics) is { } unknown)
                mistakes.Add($"{VisibleText.Of(name)}: {unknown}");
            else if (!named.Add(key))
                mistakes.Add($"{VisibleText.Of(name)}: it is named twice, in two notations.");
            if (Share(text) is { } share)
                tolerance._shares[key] = share;
            else
                mistakes.Add(string.Create(CultureInfo.InvariantCulture, $"{VisibleText.Of(name)}: '{VisibleText.Of(text)}' is no tolerance. Write a share of the baseline from 0 to {Max}, such as 0.1, or percent, such as '10%'."));
        }

        return mistakes.Count == 0 ? tolerance
            : throw new FormatException(mistakes.Count == 1 ? $"The tolerance has a mistake: {mistakes[0]}" : $"The tolerances have {mistakes.Count} mistakes:\n{string.Join('\n', mistakes.Select(m => $"- {m}"))}");
    }

    /// <summary>The tolerance of a figure; what is named more exactly counts.</summary>
    /// <param name="metric">The metric or submetric.</param>
    /// <param name="figure">Its figure, as <see cref="LoadTestComparison.Figure"/> has it.</param>
    public double Of(string metric, string figure)
    {
        var whole = metric.Split('{')[0];
        foreach (var key in new[] { Key(metric, figure), metric, Key(whole, figure), whole })
        {
            if (_shares.TryGetValue(key, out var share))
                return share;
        }

        return _shares[Others];
    }

    private static string Key(string metric, string? figure) => figure is null ? metric : $"{metric}:{figure}";

    // Tags have colons as well; the figure stands behind the last brace.
    private static (string Metric, string? Figure) Split(string name)
    {
        var colon = name.IndexOf(':', name.LastIndexOf('}') + 1);
        var metric = (colon < 0 ? name : name[..colon]).Trim();
        return (MetricSelector.TryParse(metric, out var selector, out _) ? selector.ToString() : metric, colon < 0 ? null : name[(colon + 1)..].Trim());
    }

    private static string? Unknown(string metric, string? figure, IReadOnlyCollection<LoadTestMetric> metrics)
    {
        var meant = metrics.Where(m => m.Name == metric || m.Name.Split('{')[0] == metric).ToList();
        if (meant.Count == 0)
        {
            var near = Spelling.Nearest(metric, metrics.Select(m => m.Name).Distinct());
            return $"neither the results nor the baselines have such a metric{(near is null ? ". $result.Metrics lists them." : $"; did you mean '{VisibleText.Of(near)}'?")}";
        }

        var figures = meant.SelectMany(ComparedFigure.Names).Distinct().ToList();
        return figure is null || figures.Contains(figure) ? null : $"'{VisibleText.Of(figure)}' is none of its figures that are compared: {string.Join(", ", figures)}.";
    }

    private static double? Share(string text)
    {
        var isPercent = text.TrimEnd().EndsWith('%');
        if (!PlanNumbers.TryReal(text.TrimEnd().TrimEnd('%').Trim(), out var share))
            return null;
        share = isPercent ? share / 100 : share;
        return share is >= 0 and <= Max ? share : null;
    }
}
