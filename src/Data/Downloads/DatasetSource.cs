namespace ConvGpu;

/// <summary>Where the files of a data set are, and what they are known by.</summary>
/// <param name="Name">The data set.</param>
/// <param name="Directory">The folder that it is looked for in unless another is named.</param>
/// <param name="Terms">Who made it, and on which terms it is given.</param>
/// <param name="Files">The address of each file and its SHA-256.</param>
internal sealed record DatasetSource(string Name, string Directory, string Terms, IReadOnlyList<(Uri Address, string Hash)> Files)
{
    private const string Mnist = "https://ossci-datasets.s3.amazonaws.com/mnist/";
    private const string Fashion = "https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/";
    private const string Cifar = "https://www.cs.toronto.edu/~kriz/";

    /// <summary>All that can be downloaded.</summary>
    public static IReadOnlyList<DatasetSource> All { get; } =
    [
        new("mnist", "mnist", "LeCun, Cortes and Burges; CC BY-SA 3.0",
        [
            (new(Mnist + "train-images-idx3-ubyte.gz"), "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609"),
            (new(Mnist + "train-labels-idx1-ubyte.gz"), "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c"),
            (new(Mnist + "t10k-images-idx3-ubyte.gz"), "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6"),
            (new(Mnist + "t10k-labels-idx1-ubyte.gz"), "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6"),
        ]),
        new("fashion-mnist", "fashion-mnist", "Xiao, Rasul and Vollgraf, Zalando, 2017; MIT",
        [
            (new(Fashion + "train-images-idx3-ubyte.gz"), "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84"),
            (new(Fashion + "train-labels-idx1-ubyte.gz"), "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845"),
            (new(Fashion + "t10k-images-idx3-ubyte.gz"), "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073"),
            (new(Fashion + "t10k-labels-idx1-ubyte.gz"), "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
        ]),
        new("cifar-10", "cifar-10-batches-bin", "Krizhevsky, 2009; no licence is stated",
            [(new(Cifar + "cifar-10-binary.tar.gz"), "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd")]),
        new("cifar-100", "cifar-100-binary", "Krizhevsky, 2009; no licence is stated",
            [(new(Cifar + "cifar-100-binary.tar.gz"), "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec")]),
    ];
}
