using System.CommandLine;
using System.Globalization;

namespace ConvGpu.Cli;

/// <summary><c>convgpu weights</c>: the kernels that a layer learned.</summary>
internal static class WeightsCommand
{
    public static Command Create()
    {
        var options = new TrainedModelOptions();
        var layer = new Option<string>("--layer") { Description = "A layer such as conv2d1 or dense1, or conv2 for the second convolution.", DefaultValueFactory = _ => "conv1" };
        var most = CommonOptions.Number("--most", "Filters drawn, and channels of each, at most.", 64);
        var target = PictureTarget.Create();
        var command = new Command("weights", "Trains a model a little, and draws the weights of a layer: 0 grey, negative darker, positive lighter.") { layer, most, target };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var choice = options.Read(parsed);
            var limit = CommonOptions.AtLeastOne(parsed.GetValue(most), "--most");
            var path = PictureTarget.Read(parsed, target);
            using var device = CommonOptions.OpenDevice(choice.Device);
            using var model = TrainedModel.Create(choice, device, parsed.GetValue(layer)!, "weight");
            var (shape, values) = Read(model);
            Draw(shape, values, limit).Write(path);
            var range = PixelRange.Of(values);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{model.Layer.Name}.weight: {shape}, from {range.Black:G4} to {range.White:G4}, in {path}"));
            if (shape.N > limit) Console.WriteLine($"drawn: the first {limit} of {shape.N} filters (--most)");
            return 0;
        });
        return command;
    }

    /// <summary>
    /// A row of pictures a filter, one a channel; filters of three channels are one picture in colours, those of one channel are put into a
    /// square. Filters of one weight a channel are the rows of one picture.
    /// </summary>
    internal static Image Draw(Shape shape, float[] values, int most)
    {
        var range = PixelRange.AroundZero(values);
        var (filters, channels, plane) = (Math.Min(shape.N, most), Math.Min(shape.C, most), shape.H * shape.W);
        if (plane == 1)
        {
            var rows = Enumerable.Range(0, filters).SelectMany(f => values.Skip(f * shape.C).Take(shape.C)).ToArray();
            return PictureGrid.Draw([new Image(1, filters, shape.C, range.ToPixels(rows))], 1);
        }
        var tiles = new List<Image>();
        for (var f = 0; f < filters; f++)
        {
            var filter = values.AsSpan((int)(f * shape.ItemCount), (int)shape.ItemCount);
            if (shape.C == 3)
            {
                tiles.Add(new Image(3, shape.H, shape.W, range.ToPixels(filter)));
                continue;
            }
            for (var c = 0; c < channels; c++) tiles.Add(new Image(1, shape.H, shape.W, range.ToPixels(filter.Slice(c * plane, plane))));
        }
        return PictureGrid.Draw(tiles, shape.C is 1 or 3 ? PictureGrid.SquareColumns(tiles.Count) : channels);
    }

    /// <summary>The weights of a layer; those of a dense layer behind a flattened picture have the picture's sizes.</summary>
    private static (Shape Shape, float[] Values) Read(TrainedModel model)
    {
        var name = model.Layer.Name + ".weight";
        var shape = model.Network.Parameters.First(p => p.Name == name).Shape;
        if (model.Layer.Layer is Dense && Flattened(model) is { } picture && picture.ItemCount == shape.C) shape = picture with { N = shape.N };
        return (shape, model.Network.ReadParameter(name));
    }

    private static Shape? Flattened(TrainedModel model)
    {
        var node = model.Layer.Inputs[0];
        while (node.Layer is Dropout) node = node.Inputs[0];
        return node.Layer is Flatten ? model.Network.Shapes[node.Inputs[0]] : null;
    }
}
