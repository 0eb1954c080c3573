using System.CommandLine;
using System.Globalization;
using ConvGpu.Onnx;

namespace ConvGpu.Cli;

/// <summary><c>convgpu export</c>: a model of the zoo as an ONNX file.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var model = CommonOptions.Model();
        var file = new Argument<string>("file") { Description = "The ONNX file that is written." };
        var classes = CommonOptions.Number<int>("--classes", "Classes; those of the publication unless given.");
        var (weights, seed) = (new WeightOptions(), CommonOptions.Seed());
        var command = new Command("export", "Writes a model as an ONNX file (opset 17), with weights of a file or as it starts.") { model, file, classes, seed };
        weights.AddTo(command);
        command.SetAction(parsed =>
        {
            var (name, path) = (parsed.GetValue(model)!, parsed.GetValue(file)!);
            if (NamedModel.IsFile(name))
            {
                throw new UsageException(
                    $"{name} is an ONNX file already: name a model to write, and its weights with --weights, "
                    + $"such as 'convgpu export lenet5 {path} --weights FILE'; "
                    + "a file that was trained on is written by 'convgpu train FILE.onnx --save NEW.onnx'.");
            }
            CommonOptions.RequireModel(name);
            var choice = weights.Read(parsed);
            choice.Check(name);
            if (parsed.GetValue(classes) is { } count) CommonOptions.AtLeastOne(count, "--classes");
            choice.RequireFile();
            if (choice.File is { } read && Path.GetFullPath(read) == Path.GetFullPath(path))
                throw new UsageException($"{path} is the file of --weights, which would be lost; name another to write.");
            AtomicFile.Require(path);
            using var device = ComputeDevice.Open("cpu");
            using var network = new Network(ModelZoo.Create(name, parsed.GetValue(classes)), device, new NetworkOptions { MaxBatch = 1, Seed = parsed.GetValue(seed) });
            choice.LoadInto(network, Console.Out);
            network.SaveOnnx(path);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name}, {network.ParameterCount:N0} parameters, in {path}"));
            return 0;
        });
        return command;
    }
}
