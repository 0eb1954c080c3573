
namespace ConvGpu.Tests.Docs;

/// <summary>docs/layers.md has a row for every layer, with the shapes of its input, its output and its parameters.</summary>
public class LayersPageTests
{
    private static readonly string[][] _rows =
        [.. File.ReadLines(Path.Combine(RepositoryRoot.Find(), "docs", "layers.md")).Where(line => line.StartsWith("| `")).Select(line => line.Trim('|', ' ').Split(" | "))];

    [Fact]
    public void EveryPublicLayerHasARow()
    {
        var layers = typeof(Layer).Assembly.GetExportedTypes().Where(t => t.IsSubclassOf(typeof(Layer)) && !t.IsAbstract).Select(t => t.Name);
        Assert.Equal(layers.Order(), _rows.Select(row => row[0].Trim('`')).Order());
        Assert.All(_rows, row => Assert.True(row.Length == 4 && row.All(cell => cell.Length > 0), string.Join(" | ", row)));
    }

    /// <summary>The parameters and buffers of each layer stand in its row, and where there are none the row says so.</summary>
    [Fact]
    public void ParametersHaveTheNamesOfTheRow()
    {
        Shape image = new(1, 4, 5, 6), vector = new(1, 4), sequence = new(1, 4, 1, 12), volume = Shape.Volume(1, 4, 3, 4, 3), indices = new(1, 1, 1, 5);
        (Layer Layer, Shape Input)[] samples =
        [
            (new Conv1D(4, 3, 3), sequence), (new Conv2D(4, 3, 3), image), (new Conv3D(4, 3, 2), volume), (new ConvTranspose2D(4, 2, 3, 2), image),
            (new LocallyConnected2D(4, 2, 3), image), (new Dense(4, 2), vector), (new Embedding(7, 3), indices), (new OneHot(7), indices),
            (new BatchNorm1D(4), sequence), (new BatchNorm2D(4), image), (new BatchNorm3D(4), volume), (new GroupNorm(2, 4), image),
            (new LayerNorm([4, 5, 6]), image), (new InstanceNorm2D(4, affine: true), image), (new PReLU(4), image),
            (new ReLU(), image), (new MaxPool2D(2), image), (new LocalResponseNormalization(3), image),
        ];
        foreach (var (layer, input) in samples)
        {
            var cell = Assert.Single(_rows, row => row[0] == $"`{layer.GetType().Name}`")[3];
            var specs = layer.Parameters([input]).Concat(layer.Buffers([input])).Select(p => p.Name).ToList();
            Assert.All(specs, name => Assert.Contains(name, cell));
            Assert.Equal(specs.Count == 0, cell == "none");
        }
    }
}
