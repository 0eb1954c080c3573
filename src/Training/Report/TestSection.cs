using System.Globalization;
using System.Text;

namespace ConvGpu.Report;

/// <summary>What the model makes of the test images: confusion, classes, the images it is most wrong about.</summary>
internal static class TestSection
{
    // A wider matrix cannot be read; its largest entries can.
    private const int MostClasses = 40;
    private const int MostRows = 20;
    private const int MostImages = 24;

    public static void Append(StringBuilder html, Trainer trainer, ImageSet images, IReadOnlyList<string> names)
    {
        var (scores, isRead) = trainer.ReadScores(images);
        var outputs = scores.Length / images.Count;
        var guesses = Enumerable.Range(0, images.Count).Where(i => isRead[i]).Select(i => Guess.Of(scores.AsSpan(i * outputs, outputs), i, images.Labels[i])).ToList();
        var leftOut = images.Count - guesses.Count;
        // A model may tell more classes apart than the data has.
        var shown = names.Concat(Enumerable.Range(names.Count, Math.Max(outputs - names.Count, 0)).Select(c => c.ToString(CultureInfo.InvariantCulture))).ToList();
        var matrix = ConfusionMatrix.Of([.. guesses.Select(g => g.Label)], [.. guesses.Select(g => g.Predicted)], shown.Count);
        var used = Enumerable.Range(0, matrix.Classes).Where(c => c < names.Count || guesses.Exists(g => g.Predicted == c)).ToList();
        html.Append(CultureInfo.InvariantCulture, $"<h2>Test set</h2>\n<p>{matrix.Count:N0} images{(leftOut == 0 ? "" : Text($", {leftOut:N0} more could not be read"))}"
            + $"; macro F1 {used.Average(matrix.F1):F4}. "
            + $"Rows are true classes, columns what they were taken for.</p>\n<div class=\"tables\"><div class=\"scroll\">");
        if (used.Count <= MostClasses) AppendMatrix(html, matrix, used, shown);
        else AppendPairs(html, matrix, used, shown);
        html.Append("</div>");
        AppendClasses(html, matrix, used, shown);
        html.Append("</div>\n");
        AppendWorst(html, images, guesses, shown);
    }

    private static void AppendMatrix(StringBuilder html, ConfusionMatrix matrix, List<int> used, IReadOnlyList<string> names)
    {
        html.Append("<table class=\"matrix\"><tr><th></th>");
        foreach (var column in used) html.Append(CultureInfo.InvariantCulture, $"<th>{TrainingReport.Text(names[column])}</th>");
        html.Append("</tr>");
        foreach (var row in used)
        {
            var total = Math.Max(used.Sum(c => matrix[row, c]), 1);
            html.Append(CultureInfo.InvariantCulture, $"<tr><th>{TrainingReport.Text(names[row])}</th>");
            foreach (var column in used)
            {
                var count = matrix[row, column];
                // Few mistakes among many right ones would else be too pale to see.
                var strength = row == column ? 0.6 * count / total : 0.15 + 0.75 * Math.Sqrt(count / (double)total);
                html.Append(count == 0 ? "<td class=\"zero\">0</td>" : string.Create(CultureInfo.InvariantCulture, $"<td style=\"background:rgb(var(--{(row == column ? "heat" : "wrong")}) / {strength:F2})\">{count}</td>"));
            }
            html.Append("</tr>");
        }
        html.Append("</table>");
    }

    private static void AppendPairs(StringBuilder html, ConfusionMatrix matrix, List<int> used, IReadOnlyList<string> names)
    {
        html.Append("<table class=\"pairs\"><tr><th>class</th><th>taken for</th><th>images</th></tr>");
        var pairs = from row in used from column in used where row != column && matrix[row, column] > 0 orderby matrix[row, column] descending select (row, column);
        foreach (var (row, column) in pairs.Take(MostRows))
            html.Append(CultureInfo.InvariantCulture, $"<tr><td>{TrainingReport.Text(names[row])}</td><td>{TrainingReport.Text(names[column])}</td><td>{matrix[row, column]}</td></tr>");
        html.Append("</table>");
    }

    private static void AppendClasses(StringBuilder html, ConfusionMatrix matrix, List<int> used, IReadOnlyList<string> names)
    {
        html.Append("<table class=\"classes\"><tr><th>class</th><th>images</th><th>precision</th><th>recall</th><th>F1</th></tr>");
        foreach (var c in used.Count <= MostClasses ? used : [.. used.OrderBy(matrix.F1).Take(MostRows)])
            html.Append(CultureInfo.InvariantCulture, $"<tr><th>{TrainingReport.Text(names[c])}</th><td>{used.Sum(p => matrix[c, p])}</td>"
                + $"<td>{matrix.Precision(c):F3}</td><td>{matrix.Recall(c):F3}</td><td>{matrix.F1(c):F3}</td></tr>");
        html.Append("</table>");
    }

    private static void AppendWorst(StringBuilder html, ImageSet images, List<Guess> guesses, IReadOnlyList<string> names)
    {
        html.Append("<h2>Images it is most wrong about</h2>\n<p>Those of the test set with the least probability of their class: "
            + "the class, what the image was taken for, and how surely.</p>\n<div class=\"images\">");
        foreach (var guess in guesses.OrderBy(g => g.OfTruth).Take(MostImages))
        {
            if (TryPicture(images, guess.Index) is not { } picture) continue;
            var verdict = guess.Predicted == guess.Label ? "right" : $"taken for <b>{TrainingReport.Text(names[guess.Predicted])}</b>";
            html.Append(CultureInfo.InvariantCulture, $"<figure><img alt=\"image {guess.Index}\" title=\"image {guess.Index} of the test set\" "
                + $"src=\"{TrainingReport.Source(picture)}\"><figcaption>{TrainingReport.Text(names[guess.Label])}, {verdict} ({Percent(guess.Surety)})</figcaption></figure>");
        }
        html.Append("</div>\n");
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static string Percent(double share) => share.ToString("P0", CultureInfo.InvariantCulture).Replace(' ', '\u00A0');

    /// <summary>Null for a file that was there a moment ago: a report is written all the same.</summary>
    private static Image? TryPicture(ImageSet images, int index)
    {
        try
        {
            return Picture(images, index);
        }
        catch (FileFormatException)
        {
            return null;
        }
    }

    /// <summary>An image whose white is white; of other numbers of channels than a picture has, the first.</summary>
    private static Image Picture(ImageSet images, int index)
    {
        var (shape, white) = (images.Shape, images.White);
        var channels = shape.C == 3 ? 3 : 1;
        var pixels = images.Image(index)[..(channels * shape.H * shape.W)].ToArray();
        for (var i = 0; white != byte.MaxValue && i < pixels.Length; i++) pixels[i] = (byte)(Math.Min(pixels[i], white) * byte.MaxValue / white);
        return new Image(channels, shape.H, shape.W, pixels);
    }

    /// <summary>What the model says of an image.</summary>
    private readonly record struct Guess(int Index, int Label, int Predicted, double Surety, double OfTruth)
    {
        public static Guess Of(ReadOnlySpan<float> scores, int index, int label)
        {
            var predicted = 0;
            for (var c = 1; c < scores.Length; c++)
                if (scores[c] > scores[predicted]) predicted = c;
            var sum = 0.0;
            foreach (var score in scores) sum += Math.Exp((double)score - scores[predicted]);
            return new Guess(index, label, predicted, 1 / sum, Math.Exp((double)scores[label] - scores[predicted]) / sum);
        }
    }
}
