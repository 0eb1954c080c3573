using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace ConvGpu.Cli;

/// <summary><c>convgpu predict</c>: the most likely classes of pictures.</summary>
internal static class PredictCommand
{
    public static Command Create()
    {
        var options = new InferenceOptions();
        var images = new Argument<string[]>("image") { Description = "PNG or JPEG files.", Arity = ArgumentArity.OneOrMore };
        var top = CommonOptions.Number("--top", "Classes named for each image.", 5);
        var invert = new Option<bool>("--invert")
        {
            Description = "Exchange black and white: data sets such as digits are white on black.",
        };
        var json = new Option<bool>("--json") { Description = "Print a line of JSON an image." };
        var command = new Command("predict", "Names the most likely classes of pictures, with trained weights.") { images, top, invert, json };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var count = CommonOptions.AtLeastOne(parsed.GetValue(top), "--top");
            var asJson = parsed.GetValue(json);
            using var model = options.Open(parsed, needsDataset: false, asJson ? Console.Error : Console.Out, parsed.GetValue(images)!);
            var (network, item, classes) = (model.Network, (int)model.Network.InputShape.ItemCount, (int)model.Network.OutputShape.ItemCount);
            var batch = network.Options.MaxBatch;
            var (input, scores, leftOut) = (new float[batch * item], new float[batch * classes], 0);
            foreach (var chunk in parsed.GetValue(images)!.Chunk(batch))
            {
                var part = new List<string>();
                foreach (var path in chunk)
                {
                    try
                    {
                        ReadInput(model, path, parsed.GetValue(invert), input.AsSpan(part.Count * item, item));
                        part.Add(path);
                    }
                    catch (FileFormatException e) when (model.OnCorrupt == CorruptFiles.Skip)
                    {
                        leftOut++;
                        Console.Error.WriteLine($"convgpu: {e.Message}");
                    }
                }
                if (part.Count == 0) continue;
                network.SetInput(input.AsSpan(0, part.Count * item));
                network.Predict(part.Count, scores);
                for (var i = 0; i < part.Count; i++)
                {
                    var probabilities = ClassScores.Probabilities(scores.AsSpan(i * classes, classes));
                    var named = ClassScores.Top(probabilities, count).Select(c => (Class: c, Name: model.NameOf(c), Probability: probabilities[c])).ToList();
                    if (asJson) Console.WriteLine(Json(part[i], named));
                    else Print(part[i], named);
                }
            }
            var all = parsed.GetValue(images)!.Length;
            if (leftOut == all) throw new DataException($"of {all} pictures none can be read.");
            if (leftOut > 0) Console.Error.WriteLine($"convgpu: {leftOut} of {all} pictures left out");
            return 0;
        });
        return command;
    }

    /// <summary>
    /// The network's input for a picture: its middle, as the tests of the data set are read, or the whole of it where the data set's
    /// images are in memory.
    /// </summary>
    internal static void ReadInput(InferenceModel model, string path, bool invert, Span<float> input)
    {
        var target = model.Transform.Target;
        byte[] pixels;
        Shape shape;
        if (model.Dataset is { Train.IsOnDisk: false } inMemory)
        {
            var picture = Image.Read(path);
            picture = inMemory.Train.Shape.C == 1 ? picture.ToGrey() : picture.ToColour();
            (pixels, shape) = (picture.Pixels.ToArray(), picture.Shape);
        }
        else
        {
            shape = target with { C = model.Dataset?.Train.Shape.C ?? target.C };
            pixels = new byte[shape.ItemCount];
            using var reader = new PictureReader();
            reader.Read(path, shape, model.Dataset?.Train.Files!.Share ?? ImageFolder.UsualShare, pixels);
        }
        if (invert)
        {
            for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(byte.MaxValue - pixels[i]);
        }
        model.Transform.ForPictures(shape).Apply(pixels, input);
    }

    /// <summary>A line for a picture; a probability that is no number, which JSON has none for, is null.</summary>
    internal static string Json(string path, List<(int Class, string Name, double Probability)> named) => JsonSerializer.Serialize(new
    {
        image = path,
        classes = named.Select(n => new { @class = n.Class, name = n.Name, probability = double.IsFinite(n.Probability) ? n.Probability : (double?)null }),
    });

    private static void Print(string path, List<(int Class, string Name, double Probability)> named)
    {
        Console.WriteLine(path);
        foreach (var (_, name, probability) in named) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {100 * probability,6:F2} %  {name}"));
    }
}
