using System.Globalization;
using System.Net;
using System.Text;

namespace ConvGpu.Report;

/// <summary>Lines over epochs as SVG; colours come from the page's style.</summary>
internal static class LineChart
{
    private const int Width = 560, Height = 300, Left = 58, Right = 14, Top = 44, Bottom = 34;
    private const int WantedTicks = 5;
    private const int MostDots = 60;

    private static readonly string[] _styles = ["first", "second"];

    /// <summary>Draws a chart.</summary>
    /// <param name="title">What is drawn.</param>
    /// <param name="lines">At most two lines by name, each with its value for epochs 1, 2, ...; NaN leaves a gap.</param>
    /// <param name="format">How values are written.</param>
    /// <param name="best">An epoch to mark, or null.</param>
    public static string Draw(string title, IReadOnlyList<(string Name, double[] Values)> lines, string format, int? best)
    {
        var finite = lines.SelectMany(l => l.Values).Where(double.IsFinite).DefaultIfEmpty(0).ToList();
        var ticks = Ticks(finite.Min(), finite.Max());
        var epochs = Math.Max(lines.Max(l => l.Values.Length), 1);
        var svg = new StringBuilder();
        double X(double epoch) => epochs == 1 ? (Left + Width - Right) / 2.0 : Left + (epoch - 1) / (epochs - 1) * (Width - Left - Right);
        double Y(double value) => Height - Bottom - (value - ticks[0]) / (ticks[^1] - ticks[0]) * (Height - Top - Bottom);
        void Add(FormattableString text) => svg.Append(text.ToString(CultureInfo.InvariantCulture));
        Add($"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{WebUtility.HtmlEncode(title)}\"><text class=\"title\" x=\"{Left}\" y=\"18\">{WebUtility.HtmlEncode(title)}</text>");
        foreach (var tick in ticks)
        {
            Add($"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(tick):F1}\" y2=\"{Y(tick):F1}\"/>");
            Add($"<text x=\"{Left - 8}\" y=\"{Y(tick) + 4:F1}\" text-anchor=\"end\">{tick.ToString(format, CultureInfo.InvariantCulture)}</text>");
        }
        var every = Math.Max(1, (int)Ticks(0, epochs / 2.0)[1]);
        for (var epoch = 1; epoch <= epochs; epoch++)
        {
            // A number under the last epoch, unless it would touch the one before.
            if (epoch == 1 || epoch == epochs || (epoch % every == 0 && epochs - epoch >= every / 2.0 && epoch > every / 2.0))
                Add($"<text x=\"{X(epoch):F1}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{epoch}</text>");
        }
        if (best is { } marked) Add($"<line class=\"best\" x1=\"{X(marked):F1}\" x2=\"{X(marked):F1}\" y1=\"{Top}\" y2=\"{Height - Bottom}\"><title>best epoch: {marked}</title></line>");
        for (var i = 0; i < lines.Count; i++)
        {
            var (name, values) = lines[i];
            foreach (var part in Parts(values))
                Add($"<polyline class=\"{_styles[i]}\" points=\"{string.Join(' ', part.Select(p => string.Create(CultureInfo.InvariantCulture, $"{X(p.Epoch):F1},{Y(p.Value):F1}")))}\"/>");
            for (var at = 0; values.Length <= MostDots && at < values.Length; at++)
            {
                if (!double.IsFinite(values[at])) continue;
                Add($"<circle class=\"{_styles[i]}\" cx=\"{X(at + 1):F1}\" cy=\"{Y(values[at]):F1}\" r=\"3\"><title>{WebUtility.HtmlEncode(name)}, epoch {at + 1}: {values[at].ToString(format, CultureInfo.InvariantCulture)}</title></circle>");
            }
            var x = Left + 110 * i;
            Add($"<rect class=\"key {_styles[i]}\" x=\"{x}\" y=\"27\" width=\"14\" height=\"3\"/><text x=\"{x + 20}\" y=\"33\">{WebUtility.HtmlEncode(name)}</text>");
        }
        return svg.Append("</svg>").ToString();
    }

    /// <summary>Round values that span from the least to the greatest, 0 among them where that costs little.</summary>
    internal static double[] Ticks(double least, double most)
    {
        if (least > 0 && least < most / 2) least = 0;
        var span = most > least ? most - least : Math.Max(Math.Abs(most), 1e-9);
        var unit = Math.Pow(10, Math.Floor(Math.Log10(span / WantedTicks)));
        var step = unit * new[] { 1, 2, 5, 10 }.First(m => m * unit * WantedTicks >= span * 0.999);
        var first = Math.Floor(least / step + 1e-9);
        var count = Math.Max((int)Math.Ceiling(most / step - 1e-9 - first), 1);
        return [.. Enumerable.Range(0, count + 1).Select(i => (first + i) * step)];
    }

    private static IEnumerable<List<(int Epoch, double Value)>> Parts(double[] values)
    {
        var part = new List<(int, double)>();
        for (var i = 0; i <= values.Length; i++)
        {
            if (i < values.Length && double.IsFinite(values[i]))
            {
                part.Add((i + 1, values[i]));
                continue;
            }
            if (part.Count > 0) yield return part;
            part = [];
        }
    }
}
