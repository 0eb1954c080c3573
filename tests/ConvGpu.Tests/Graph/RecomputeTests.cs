using ConvGpu.Tests.Ops;

namespace ConvGpu.Tests.Graphs;

/// <summary>Networks that compute activations again: the same bits in less memory.</summary>
[Collection("Console")]
public class RecomputeTests
{
    private const int Batch = 3;

    public static MatrixTheoryData<string, string> Cases => new(
        [OnDevice.Cpu, OnDevice.CpuAccelerator, OnDevice.OpenCl, OnDevice.Cuda], ["chain", "residual", "branches"]);

    /// <summary>Losses, parameters and running statistics after some steps, the last with a smaller batch.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void EveryBitIsAsWithoutABudget(string deviceName, string model)
    {
        var device = TestDevices.Open(deviceName);
        // Scratch memory, which cannot be dropped, is small beside these activations; the emulator takes less of both.
        var (width, size) = TestDevices.IsSlow(deviceName) ? (4, 12) : (16, 32);
        var options = Options() with { InputShape = new Shape(1, 2, size, size) };
        using var plain = new Network(Model(model, width, size), device, options);
        using var tight = new Network(
            Model(model, width, size), device, options with { MemoryBudget = SmallestBudget(Model(model, width, size), device, options) });
        Assert.NotEmpty(tight.Memory.Recomputed);
        Assert.True(tight.Memory.ArenaBytes < 0.9 * plain.Memory.ArenaBytes, $"{tight.Memory}; without a budget {plain.Memory}");
        foreach (var n in (int[])[Batch, Batch, Batch - 1])
        {
            foreach (var network in (Network[])[plain, tight])
            {
                Fill(network, n);
                network.TrainStep(n);
            }
            Assert.Equal(BitConverter.SingleToInt32Bits(plain.ReadLoss()), BitConverter.SingleToInt32Bits(tight.ReadLoss()));
        }
        Assert.Equal(plain.ReadSums(), tight.ReadSums());
        foreach (var name in plain.ParameterNames) Assert.Equal(plain.ReadParameter(name), tight.ReadParameter(name));
        foreach (var name in plain.BufferNames) Assert.Equal(plain.ReadBuffer(name), tight.ReadBuffer(name));
    }

    /// <summary>Whatever is cut, the loss and what it adds up are computed once.</summary>
    [Fact]
    public void TheLossIsComputedOnce()
    {
        var plan = new NetworkPlan(Model("chain"), Options());
        var pass = new RecomputePass(plan, Batch);
        for (var first = 0; first < pass.Steps; first++)
        {
            var (ops, segments) = pass.Rewrite([(first, pass.Steps)]);
            Assert.DoesNotContain(segments, s => s.First == "loss" || s.Last == "loss");
            Assert.Equal(
                plan.Training.Where(o => o.Layer == "loss").Select(o => o.Op.Name), ops.Where(o => o.Layer == "loss").Select(o => o.Op.Name));
        }
    }

    [Fact]
    public void WithRoomEnoughNothingIsComputedAgain()
    {
        var device = TestDevices.Open(OnDevice.Cpu);
        var memory = NetworkMemory.Of(Model("residual"), device, Options());
        var same = NetworkMemory.Of(Model("residual"), device, Options() with { MemoryBudget = memory.PeakBytes });
        Assert.Empty(same.Recomputed);
        Assert.Equal(memory.PeakBytes, same.PeakBytes);
    }

    [Fact]
    public void ABudgetThatNothingFitsSaysWhatIsNeeded()
    {
        var error = Assert.Throws<DeviceException>(() => SmallNetwork(1000));
        Assert.Matches(" takes at least [0-9,]+ bytes on cpu for a batch of 3, .* the budget is 1,000", error.Message);
    }

    [Fact]
    public void KeptActivationsAndABudgetContradictEachOther()
    {
        var device = TestDevices.Open(OnDevice.Cpu);
        Assert.Throws<ArgumentException>(() => new Network(Model("chain"), device, Options() with { MemoryBudget = 1 << 20, KeepActivations = true }));
    }

    /// <summary>What changes a buffer and has no twin that does not is kept, and its change happens once.</summary>
    [Fact]
    public void ALayerWhoseOpChangesABufferIsNotComputedAgain()
    {
        var device = TestDevices.Open(OnDevice.Cpu);
        Layer[] tanhs = [.. Enumerable.Range(0, 8).Select(_ => new Tanh())];
        var graph = Sequential.Of([new Conv2D(2, 16, 3, padding: 1), .. tanhs, new Counting(), .. tanhs, new Flatten(), new Dense(16 * 1024, 4)]);
        var options = Options() with { InputShape = new Shape(1, 2, 32, 32) };
        using var network = new Network(graph, device, options with { MemoryBudget = SmallestBudget(graph, device, options) });
        Assert.NotEmpty(network.Memory.Recomputed);
        Assert.DoesNotContain(network.Memory.Recomputed, r => r.First == "counting1" || r.Last == "counting1");
        Fill(network, Batch);
        network.TrainStep(Batch);
        Assert.Equal(1, BitConverter.SingleToInt32Bits(network.ReadBuffer("counting1.state")[Kernels.DeviceState.Step]));
    }

    /// <summary>Memory is laid out close to the bound that no layout goes below.</summary>
    [Theory]
    [InlineData("lenet5", 64)]
    [InlineData("alexnet", 16)]
    [InlineData("vgg16", 4)]
    [InlineData("resnet18", 8)]
    [InlineData("googlenet", 8)]
    [InlineData("mobilenet-v2", 8)]
    [InlineData("squeezenet", 8)]
    [InlineData("all-conv", 32)]
    [InlineData("sequence", 32)]
    public void TrainingTakesAtMostATenthMoreThanWhatLivesAtOnce(string model, int batch)
    {
        var memory = NetworkMemory.Of(ModelZoo.Create(model), TestDevices.Open(OnDevice.Cpu), Options() with { InputShape = null, MaxBatch = batch });
        Assert.True(memory.PeakBytes <= 1.1 * memory.BoundBytes, $"{memory.PeakBytes:N0} of {memory.BoundBytes:N0}");
    }

    /// <summary>Half of what activations, gradients and scratch of VGG-16 take at 224.</summary>
    [Fact]
    public void Vgg16FitsIntoHalf()
    {
        var device = TestDevices.Open(OnDevice.Cpu);
        var options = Options() with { InputShape = null, MaxBatch = 8 };
        var plain = NetworkMemory.Of(ModelZoo.Vgg16(), device, options);
        var half = NetworkMemory.Of(ModelZoo.Vgg16(), device, options with { MemoryBudget = plain.PersistentBytes + plain.ArenaBytes / 2 });
        Assert.True(half.ArenaBytes <= plain.ArenaBytes / 2);
        // Every layer is computed at most once more: the forward pass is a third of a step.
        Assert.True(half.Recomputed.Sum(r => r.Flops) < 2 * 8 * ModelSummary.Of(ModelZoo.Vgg16()).MultiplyAdds);
    }

    private static Network SmallNetwork(long budget) =>
        new(Model("chain"), TestDevices.Open(OnDevice.Cpu), Options() with { MemoryBudget = budget });

    private static NetworkOptions Options() => new()
    {
        InputShape = new Shape(1, 2, 12, 12), MaxBatch = Batch, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0.1f, momentum: 0.9f), Seed = 7,
    };

    private static long SmallestBudget(Graph model, ComputeDevice device, NetworkOptions options)
    {
        var memory = NetworkMemory.Of(model, device, options);
        while (true)
        {
            try
            {
                memory = NetworkMemory.Of(model, device, options with { MemoryBudget = memory.PersistentBytes + memory.ArenaBytes * 9 / 10 });
            }
            catch (DeviceException)
            {
                return memory.PeakBytes;
            }
        }
    }

    private static void Fill(Network network, int n)
    {
        var random = new Random(n);
        network.SetInput([.. Enumerable.Range(0, n * (int)network.InputShape.ItemCount).Select(_ => random.NextSingle() * 2 - 1)]);
        network.SetLabels([.. Enumerable.Range(0, n).Select(i => i % 4)]);
    }

    private static Graph Model(string name, int width = 4, int size = 12)
    {
        if (name == "chain")
        {
            return Sequential.Of(
                new Conv2D(2, width, 3, padding: 1), new BatchNorm2D(width), new ReLU(), new Conv2D(width, width, 3, padding: 1), new ReLU(), new MaxPool2D(2),
                new Dropout(0.3f), new Conv2D(width, 6, 3, padding: 1), new Tanh(), new LocalResponseNormalization(3), new Flatten(),
                new Dense(6 * size * size / 4, 12), new Sigmoid(), new Dense(12, 4));
        }
        var graph = new Graph();
        var last = graph.Add(new Conv2D(2, width, 3, padding: 1));
        for (var block = 0; block < 3; block++)
        {
            var before = last;
            if (name == "residual")
            {
                graph.Add(new BatchNorm2D(width), before);
                graph.Add(new ReLU());
                var body = graph.Add(new Conv2D(width, width, 3, padding: 1));
                last = graph.Add(new Sum(), before, body);
            }
            else
            {
                graph.Add(new Conv2D(width, width / 2, 3, padding: 1), before);
                graph.Add(new ReLU());
                var left = graph.Add(new Dropout(0.2f));
                graph.Add(new MaxPool2D(3, 1, 1), before);
                var right = graph.Add(new Conv2D(width, width / 2, 1));
                last = graph.Add(new Concat(), left, right);
            }
        }
        graph.Add(new GlobalAvgPool2D(), last);
        graph.Add(new Flatten());
        graph.Add(new Dense(width, 4));
        return graph;
    }

    /// <summary>Passes its input on and counts its forward passes.</summary>
    private sealed class Counting : Layer
    {
        public override string Kind => "counting";

        public override IReadOnlyList<ParameterSpec> Buffers(IReadOnlyList<Shape> inputs) => [new("state", new Shape(Kernels.DeviceState.Length), 1, 1, Initializer.Zeros)];

        public override Shape InferShape(IReadOnlyList<Shape> inputs) => inputs[0];

        public override void Forward(LayerContext context)
        {
            context.Emit(new Kernels.AdvanceState(Update: false), context.Buffer(0));
            context.Emit(new Kernels.Scale((int)context.OutputShape.ItemCount, 1), context.Input(), context.Output);
        }

        public override void Backward(LayerContext context) => context.PassGradient();
    }
}
