using System.Diagnostics;
using ConvGpu.Onnx;
using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Onnx;

/// <summary>What is written passes ONNX's own checker, and ONNX infers the sizes that the network has.</summary>
public class PythonCheckTests
{
    private const string Python = "/usr/bin/python3";

    // Prints the sizes that onnx infers for the output without those that the file says.
    private const string Script =
        "import onnx, sys\n"
        + "for path in sys.argv[1:]:\n"
        + "    model = onnx.load(path)\n"
        + "    onnx.checker.check_model(model, full_check=False)\n"
        + "    name = model.graph.output[0].name\n"
        + "    model.graph.output[0].type.tensor_type.ClearField('shape')\n"
        + "    model = onnx.shape_inference.infer_shapes(model)\n"
        + "    print(path.split('/')[-1], 'x'.join(str(d.dim_value) for d in model.graph.output[0].type.tensor_type.shape.dim))\n";

    // Every tensor, those of a few bytes too, in one file.
    private const string SplitScript =
        "import onnx, sys\n"
        + "onnx.save_model(onnx.load(sys.argv[1]), sys.argv[2], save_as_external_data=True, location=sys.argv[2].split('/')[-1] + '.data', size_threshold=0)\n";

    private static readonly string[] _models = ["lenet5", "resnet-small", "squeezenet", "sequence", "spatial-transformer"];

    [Fact]
    public void TheCheckerAcceptsWhatIsWritten()
    {
        RequireOnnx();
        var folder = Directory.CreateTempSubdirectory("convgpu-onnx-");
        try
        {
            var expected = new List<string>();
            foreach (var name in _models)
            {
                using var network = new Network(ModelZoo.Create(name), TestDevices.Open(OnDevice.Cpu), new NetworkOptions { MaxBatch = 1 });
                network.SaveOnnx(Path.Combine(folder.FullName, name));
                // The function that stands for AffineGrid is not looked into.
                if (name != "spatial-transformer") expected.Add($"{name} 0x{network.OutputShape.C}{(network.OutputShape is { H: 1, W: 1 } ? "" : $"x{network.OutputShape.H}x{network.OutputShape.W}")}");
            }
            var (code, output) = Run(["-c", Script, .. _models.Select(m => Path.Combine(folder.FullName, m))]);
            Assert.True(code == 0, output);
            var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(_models.Length, lines.Length);
            Assert.All(expected, line => Assert.Contains(line, lines));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>What Python's onnx writes into two files is the model that it was given.</summary>
    [Fact]
    public void AModelOfTwoFilesIsReadAsOneOfOne()
    {
        RequireOnnx();
        var folder = Directory.CreateTempSubdirectory("convgpu-onnx-");
        try
        {
            string whole = Path.Combine(folder.FullName, "whole.onnx"), split = Path.Combine(folder.FullName, "split.onnx");
            var device = TestDevices.Open(OnDevice.Cpu);
            using var network = new Network(ModelZoo.Create("lenet5"), device, new NetworkOptions { MaxBatch = 1 });
            network.SaveOnnx(whole);
            var (code, output) = Run("-c", SplitScript, whole, split);
            Assert.True(code == 0, output);
            Assert.True(new FileInfo(split + ".data").Length > 8 * new FileInfo(split).Length);
            OnnxTensor[] inputs = [new("input", [1, 1, 28, 28], [.. Enumerable.Range(0, 784).Select(i => i / 784f)])];
            Assert.Equal(OnnxModel.Run(whole, inputs, device)[0].ToFloats(), OnnxModel.Run(split, inputs, device)[0].ToFloats());
            Assert.Contains("keeps its values in another file", Assert.Throws<OnnxFormatException>(() => OnnxModel.Load(File.ReadAllBytes(split))).Message);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void RequireOnnx()
    {
        if (!File.Exists(Python) || Run("-c", "import onnx").Code != 0) Assert.Skip("python3-onnx is not installed: on Debian, apt-get install python3-onnx");
    }

    private static (int Code, string Output) Run(params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Python, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + error.Result);
    }
}
