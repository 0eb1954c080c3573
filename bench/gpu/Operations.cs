using ConvGpu.Bench;
using ConvGpu.Kernels;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.GpuBench;

/// <summary>Rows of matrix products, convolutions and training steps of one device.</summary>
internal sealed class Operations(ComputeDevice device)
{
    /// <summary>y = x w of square float32 matrices, through the dense op.</summary>
    public IEnumerable<Row> Products(IEnumerable<int> sizes)
    {
        foreach (var size in sizes)
        {
            yield return new Row("sgemm", $"{size}", row =>
            {
                using var memory = new Memory(device);
                long count = (long)size * size;
                using var op = memory.Bind(new DenseForward(size, size, Bias: false), size, count, count, count);
                return Measurement.Of(row, 2.0 * size * size * size, device, () => op.Run(size));
            });
        }
    }

    /// <summary>The three passes of the convolutions of <see cref="ConvolutionShapes"/>, by sums over windows and, where that can be, by minimal filtering.</summary>
    public IEnumerable<Row> Convolutions()
    {
        foreach (var (name, (batch, g)) in ConvolutionShapes.All)
        {
            foreach (var row in Passes(name, "", batch, g with { Algorithm = ConvAlgorithm.Direct })) yield return row;
            if (WinogradPlan.Refusal(g.Window, g.PaddingMode) is not null) continue;
            foreach (var row in Passes(name, Variant.Winograd, batch, g with { Algorithm = ConvAlgorithm.Winograd })) yield return row;
        }
    }

    /// <summary>Whole training steps on a batch that stays on the device, also without minimal filtering.</summary>
    public IEnumerable<Row> Steps(IEnumerable<(string Model, int Batch)> models)
    {
        foreach (var (model, batch) in models)
        {
            foreach (var variant in (string[])["", Variant.Direct])
            {
                yield return new Row("step", $"{model} b{batch}{variant}", row =>
                {
                    using var refused = variant.Length > 0 ? WinogradPlan.Refuse() : null;
                    using var network = Training(model, batch);
                    return Measurement.Of(row, batch, device, () => network.TrainStep(batch));
                });
            }
        }
    }

    private IEnumerable<Row> Passes(string name, string variant, int batch, Conv2DGeometry g)
    {
        long input = (long)batch * g.InCount, output = (long)batch * g.OutCount;
        (string Pass, Op Op, long[] Counts)[] passes =
        [
            ("forward", new Conv2DForward(g, Bias: false), [input, g.WeightCount, output]),
            ("backward-data", new Conv2DBackwardData(g), [output, g.WeightCount, input]),
            ("backward-weights", new Conv2DBackwardWeights(g, Bias: false), [input, output, g.WeightCount]),
        ];
        foreach (var (pass, record, counts) in passes)
        {
            yield return new Row("conv", $"{name} {pass}{variant}", row =>
            {
                using var memory = new Memory(device);
                using var op = memory.Bind(record, batch, counts);
                return Measurement.Of(row, record.Flops(batch), device, () => op.Run(batch));
            });
        }
    }

    /// <summary>A network with one batch of input and labels on the device.</summary>
    public Network Training(string model, int batch)
    {
        var network = new Network(ModelZoo.Create(model), device, new NetworkOptions
        {
            MaxBatch = batch, Loss = new SoftmaxCrossEntropy(), Optimizer = new Sgd(0.001f, momentum: 0.9f),
        });
        var random = new SeededRandom(1, 0);
        var input = new float[batch * network.InputShape.ItemCount];
        foreach (ref var value in input.AsSpan()) value = (float)random.NextGaussian();
        network.SetInput(input);
        network.SetLabels(new int[batch]);
        return network;
    }

    /// <summary>Random operands and scratch of one op.</summary>
    private sealed class Memory(ComputeDevice device) : IDisposable
    {
        private readonly List<MemoryBuffer> _buffers = [];

        public BoundOp Bind(Op op, int batch, params long[] counts)
        {
            Operand[] operands = [.. counts.Select(Random)];
            var bytes = OpTable.WorkspaceBytes(op, device, batch);
            return OpTable.Bind(op, device, operands, bytes == 0 ? Operand.None : Operand.Of(Allocate<byte>(bytes)), batch);
        }

        public void Dispose() => _buffers.ForEach(buffer => buffer.Dispose());

        private Operand Random(long count)
        {
            var random = new Random(1);
            var values = new float[count];
            foreach (ref var value in values.AsSpan()) value = random.NextSingle() - 0.5f;
            var view = Allocate<float>(count);
            view.CopyFromCPU(device.Stream, values);
            device.Synchronize();
            return Operand.Of(view);
        }

        private ArrayView<T> Allocate<T>(long count) where T : unmanaged
        {
            var buffer = device.Accelerator.Allocate1D<T>(count);
            _buffers.Add(buffer);
            return buffer.View;
        }
    }
}
