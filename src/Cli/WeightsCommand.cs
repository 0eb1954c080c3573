using System.CommandLine;
using System.Globalization;

namespace ConvGpu.Cli;

/// <summary><c>convgpu weights</c>: the kernels that a layer learned.</summary>
internal static class WeightsCommand
{
    public static Command Create()
    {
        var options = new TrainedModelOptions();
        var layer = new Option<string?>("--layer")
        {
            HelpName = "LAYER", Description = "A layer such as conv2d1 or dense1, or conv2 for the second convolution; the first "
                + "with weights unless given.",
        };
        var most = CommonOptions.Number("--most", "Filters drawn, and channels of each, at most.", 64);
        var target = PictureTarget.Create();
        var command = new Command("weights", "Trains a model a little, and draws the weights of a layer: 0 grey, negative darker, "
            + "positive lighter.") { layer, most, target };
        options.AddTo(command);
        command.SetAction(parsed =>
        {
            var choice = options.Read(parsed);
            var limit = CommonOptions.AtLeastOne(parsed.GetValue(most), "--most");
            var path = PictureTarget.Read(parsed, target);
            using var device = CommonOptions.OpenDevice(choice.Device);
            using var model = TrainedModel.Create(choice, device, parsed.GetValue(layer), "weight");
            var (shape, values) = FilterPicture.Read(model.Network, model.Layer);
            FilterPicture.Draw(shape, values, limit).Write(path);
            var range = PixelRange.Of(values);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{model.Layer.Name}.weight: {shape}, from {range.Black:G4} to {range.White:G4}, in {path}"));
            if (shape.N > limit) Console.WriteLine($"drawn: the first {limit} of {shape.N} filters (--most)");
            return 0;
        });
        return command;
    }
}
