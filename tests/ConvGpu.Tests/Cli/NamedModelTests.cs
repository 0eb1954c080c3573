using ConvGpu.Cli;
using ConvGpu.Onnx;
using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Cli;

/// <summary>ONNX files in the place of a model's name.</summary>
public class NamedModelTests
{
    /// <summary>Its classes are counted in the model that is used.</summary>
    [Fact]
    public void AFileIsReadOnce()
    {
        var path = Path.Combine(Path.GetTempPath(), $"convgpu-named-{Environment.ProcessId}.onnx");
        try
        {
            using (var network = new Network(ModelZoo.Create("lenet5"), TestDevices.Open(OnDevice.Cpu), new NetworkOptions { MaxBatch = 1 })) network.SaveOnnx(path);
            long once = Taken(() => OnnxModel.Load(path)), trained = Taken(() => NamedModel.Trained(path, null));
            Assert.InRange(trained, 1, once * 5 / 4);
            Assert.Contains("tells 10 classes apart, not 9", Assert.Throws<UsageException>(() => NamedModel.Trained(path, 9)).Message);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static long Taken(Action read)
    {
        read();
        var before = GC.GetAllocatedBytesForCurrentThread();
        read();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }
}
