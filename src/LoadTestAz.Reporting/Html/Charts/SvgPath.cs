using System.Globalization;
using System.Text;

namespace LoadTestAz.Reporting.Html.Charts;

/// <summary>
/// Paths in a box of <see cref="Width"/> by <see cref="Height"/> units that is stretched to the size of the chart; short,
/// since a page may have a thousand of their points.
/// </summary>
internal sealed class SvgPath
{
    /// <summary>Finer than the pixels of a wall.</summary>
    public const int Width = 4000;

    /// <summary>Finer than the pixels of a chart's height.</summary>
    public const int Height = 1000;

    // The head of the scale leaves room for the label of a limit above its line.
    private const double Headroom = 0.1;

    private readonly StringBuilder _path = new();
    private (int X, int Y) _at;

    /// <summary>Where a place of 0 to 1 is, from the left.</summary>
    public static int X(double place) => (int)Math.Round(place * Width);

    /// <summary>Where a place of 0 (foot) to 1 (head) is, from above.</summary>
    public static int Y(double place) => (int)Math.Round((1 - (place * (1 - Headroom))) * Height);

    /// <summary>Goes to a point without a line.</summary>
    public SvgPath Move(int x, int y)
    {
        _path.Append(CultureInfo.InvariantCulture, $"M{x} {y}");
        _at = (x, y);
        return this;
    }

    /// <summary>Draws a line to a point.</summary>
    public SvgPath Line(int x, int y)
    {
        var (dx, dy) = (x - _at.X, y - _at.Y);
        if (dy == 0)
            _path.Append(CultureInfo.InvariantCulture, $"h{dx}");
        else if (dx == 0)
            _path.Append(CultureInfo.InvariantCulture, $"v{dy}");
        else
            _path.Append(CultureInfo.InvariantCulture, $"l{dx}{(dy < 0 ? "" : " ")}{dy}");
        _at = (x, y);
        return this;
    }

    /// <summary>Closes the shape.</summary>
    public SvgPath Close()
    {
        _path.Append('z');
        return this;
    }

    /// <summary>The attribute <c>d</c>.</summary>
    public HtmlMarkup ToMarkup() => new(_path.ToString());

    /// <summary>A line through the points that are there; one that stands alone is a dash.</summary>
    /// <param name="points">Null where there is none.</param>
    public static HtmlMarkup Through(IReadOnlyList<(int X, int Y)?> points)
    {
        const int halfDash = 8;
        var path = new SvgPath();
        foreach (var run in Runs(points))
        {
            if (run.Count == 1)
                path.Move(run[0].X - halfDash, run[0].Y).Line(run[0].X + halfDash, run[0].Y);
            else
                Follow(path.Move(run[0].X, run[0].Y), run.Skip(1));
        }

        return path.ToMarkup();
    }

    /// <summary>The area between the points that are there and the foot.</summary>
    public static HtmlMarkup Below(IReadOnlyList<(int X, int Y)?> points)
    {
        var path = new SvgPath();
        foreach (var run in Runs(points))
            Follow(path.Move(run[0].X, Height), run).Line(run[^1].X, Height).Close();
        return path.ToMarkup();
    }

    private static SvgPath Follow(SvgPath path, IEnumerable<(int X, int Y)> points)
    {
        foreach (var (x, y) in points)
            path.Line(x, y);
        return path;
    }

    private static IEnumerable<List<(int X, int Y)>> Runs(IReadOnlyList<(int X, int Y)?> points)
    {
        var run = new List<(int, int)>();
        foreach (var point in points.Append(null))
        {
            if (point is { } there)
            {
                run.Add(there);
            }
            else if (run.Count > 0)
            {
                yield return run;
                run = [];
            }
        }
    }
}
