using OxyPlot;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace LoadTestAz.Benchmarks.Performance.Growth;

/// <summary>A picture of how a cost grows: both axes logarithmic, so that what grows in proportion is a line at 45 degrees.</summary>
internal static class GrowthPlot
{
    private const double Width = 720, Height = 400;

    private static readonly (OxyColor Colour, MarkerType Marker)[] Styles = [(OxyColor.FromRgb(0, 90, 181), MarkerType.Circle), (OxyColor.FromRgb(220, 50, 32), MarkerType.Square), (OxyColor.FromRgb(26, 133, 88), MarkerType.Triangle)];

    /// <summary>Draws it, as SVG.</summary>
    /// <param name="title">What it is of.</param>
    /// <param name="across">What grows, with its unit.</param>
    /// <param name="up">The cost, with its unit.</param>
    /// <param name="lines">Points of each line; the first one also gets a line in proportion to its last point, to compare with.</param>
    public static string Draw(string title, string across, string up, params (string Name, IReadOnlyList<(double Size, double Cost)> Points)[] lines)
    {
        var model = new PlotModel { Title = title, TitleFontSize = 15, Background = OxyColors.White };
        model.Axes.Add(new LogarithmicAxis { Position = AxisPosition.Bottom, Title = across, MajorGridlineStyle = LineStyle.Solid, MajorGridlineColor = OxyColors.LightGray, UseSuperExponentialFormat = false });
        model.Axes.Add(new LogarithmicAxis { Position = AxisPosition.Left, Title = up, MajorGridlineStyle = LineStyle.Solid, MajorGridlineColor = OxyColors.LightGray, UseSuperExponentialFormat = false });
        model.Legends.Add(new Legend { LegendPlacement = LegendPlacement.Outside, LegendPosition = LegendPosition.BottomCenter, LegendOrientation = LegendOrientation.Horizontal, LegendBackground = OxyColors.White });
        for (var i = 0; i < lines.Length; i++)
        {
            var (colour, marker) = Styles[i % Styles.Length];
            model.Series.Add(Line(lines[i].Name, lines[i].Points, colour, LineStyle.Solid, marker));
        }

        var (first, last) = (lines[0].Points[0], lines[0].Points[^1]);
        model.Series.Add(Line("in proportion", [(first.Size, last.Cost * first.Size / last.Size), last], OxyColors.Gray, LineStyle.Dash, MarkerType.None));
        return new SvgExporter { Width = Width, Height = Height, UseVerticalTextAlignmentWorkaround = true }.ExportToString(model);
    }

    private static LineSeries Line(string name, IEnumerable<(double Size, double Cost)> points, OxyColor colour, LineStyle style, MarkerType marker)
    {
        var line = new LineSeries { Title = name, Color = colour, LineStyle = style, MarkerType = marker, MarkerSize = 4, MarkerFill = colour, StrokeThickness = 2 };
        line.Points.AddRange(points.Select(p => new DataPoint(p.Size, p.Cost)));
        return line;
    }
}
