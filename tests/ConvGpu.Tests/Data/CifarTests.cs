namespace ConvGpu.Tests.Data;

public sealed class CifarTests : IDisposable
{
    private const int Pixels = 3 * 32 * 32;

    private readonly string _folder = Directory.CreateTempSubdirectory("convgpu-cifar").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void TenClassesAreReadFromSixFiles()
    {
        for (var file = 1; file <= 5; file++) Write($"data_batch_{file}.bin", [[(byte)file]], [[(byte)(file + 4)]]);
        Write("test_batch.bin", [[0]], [[9]]);
        var dataset = Datasets.Open("cifar-10", _folder);
        Assert.Equal(new Shape(10, 3, 32, 32), dataset.Train.Shape);
        Assert.Equal([1, 5, 2, 6, 3, 7, 4, 8, 5, 9], dataset.Train.Labels);
        Assert.Equal([0, 9], dataset.Test.Labels);
        Assert.Equal(10, dataset.Classes);
        Assert.Equal(Image(7), dataset.Train.Image(5).ToArray());
    }

    [Fact]
    public void AHundredClassesAreTheFineOnes()
    {
        Write("train.bin", [[3, 99]], [[4, 0]]);
        Write("test.bin", [[19, 42]]);
        var dataset = Datasets.Open("cifar-100", _folder);
        Assert.Equal([99, 0], dataset.Train.Labels);
        Assert.Equal([42], dataset.Test.Labels);
        Assert.Equal(100, dataset.Classes);
    }

    [Fact]
    public void DamagedFilesAreNamed()
    {
        Assert.Contains("data_batch_1.bin[.gz] does not exist. Unpack the binary version", Message("cifar-10"));
        Write("train.bin", [[3, 100]]);
        Write("test.bin", [[19, 42]]);
        Assert.Contains("image 0 has label 100, but labels run from 0 to 99", Message("cifar-100"));
        File.WriteAllBytes(Path.Combine(_folder, "train.bin"), new byte[Pixels + 1]);
        Assert.Contains("train.bin has 3,073 bytes, which are no whole images of 3074 bytes", Message("cifar-100"));
        File.WriteAllBytes(Path.Combine(_folder, "train.bin"), []);
        Assert.Contains("train.bin has 0 bytes", Message("cifar-100"));
    }

    private string Message(string name) => Assert.Throws<DataException>(() => Datasets.Open(name, _folder)).Message;

    private void Write(string file, params byte[][][] images) => File.WriteAllBytes(
        Path.Combine(_folder, file), [.. images.SelectMany(image => image).SelectMany(labels => labels.Concat(Image(labels[^1])))]);

    private static byte[] Image(byte label) => [.. Enumerable.Range(0, Pixels).Select(i => (byte)(i * 7 + label))];
}
