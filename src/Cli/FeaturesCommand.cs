using System.CommandLine;
using System.Globalization;

namespace ConvGpu.Cli;

/// <summary><c>convgpu features</c>: what the channels of a layer make of a picture.</summary>
internal static class FeaturesCommand
{
    public static Command Create()
    {
        var options = new TrainedModelOptions();
        var image = new Argument<string>("image")
        {
            Description = "A PNG file; it is resized to the model's input, and its white becomes that of the data set.",
        };
        var layer = new Option<string?>("--layer")
        {
            HelpName = "LAYER", Description = "A layer such as conv2d1, or conv2 for the second convolution; the first with "
                + "weights unless given.",
        };
        var invert = new Option<bool>("--invert")
        {
            Description = "Exchange black and white: data sets such as digits are white on black.",
        };
        var common = new Option<bool>("--common-scale")
        {
            Description = "One scale for all maps, instead of stretching each from its least to its greatest value.",
        };
        var target = PictureTarget.Create();
        var command = new Command("features", "Trains a model a little, and draws the feature maps of a layer for a picture.") { image, layer, invert, common, target };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var choice = options.Read(parsed);
            var path = PictureTarget.Read(parsed, target);
            var picture = Image.Read(parsed.GetValue(image)!);
            using var device = CommonOptions.OpenDevice(choice.Device);
            using var model = TrainedModel.Create(choice, device, parsed.GetValue(layer));
            var (shape, values) = model.Activation(Input(model, picture, parsed.GetValue(invert)));
            Draw(shape, values, parsed.GetValue(common)).Write(path);
            var range = PixelRange.Of(values);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{model.Layer.Name}: {shape.C} maps of {shape.H}x{shape.W}, from {range.Black:G4} to {range.White:G4}, in {path}"));
            return 0;
        });
        return command;
    }

    /// <summary>The maps of a layer as a grid. Single values have no shape of their own, so they share a scale.</summary>
    internal static Image Draw(Shape shape, float[] values, bool common)
    {
        var plane = shape.H * shape.W;
        var whole = PixelRange.Of(values);
        var tiles = new Image[shape.C];
        for (var c = 0; c < tiles.Length; c++)
        {
            var map = values.AsSpan(c * plane, plane);
            tiles[c] = new Image(1, shape.H, shape.W, (common || plane == 1 ? whole : PixelRange.Of(map)).ToPixels(map));
        }
        return PictureGrid.Draw(tiles, PictureGrid.SquareColumns(tiles.Length));
    }

    /// <summary>The network's input for a picture, whose values of 0 to 255 become those from black to white of the data set.</summary>
    internal static float[] Input(TrainedModel model, Image picture, bool invert)
    {
        picture = model.ImageChannels == 1 ? picture.ToGrey() : picture.ToColour();
        var pixels = picture.Pixels.ToArray();
        if (invert)
        {
            for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(byte.MaxValue - pixels[i]);
        }
        var input = new float[model.Network.InputShape.ItemCount];
        model.Transform.ForPictures(picture.Shape).Apply(pixels, input);
        return input;
    }
}
