using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// Undoes a <see cref="MaxPool2D"/> of the same graph: puts values back where that took its maxima from, with zeros elsewhere (Zeiler and
/// Fergus, 2014; Badrinarayanan, Kendall and Cipolla, 2017). Takes the values, of the pool's output shape, and the pool; puts out the shape of
/// the pool's input, which PyTorch's MaxUnpool2d takes as <c>output_size</c>. Where windows overlap and several name one element, the last,
/// row by row, stays and alone gets the gradient, which PyTorch gives to all. The pool itself gets no gradient from here.
/// </summary>
/// <example>
/// <code>
/// var pool = graph.Add(new MaxPool2D(2));
/// var decoded = graph.Add(new Conv2D(16, 16, 3, padding: Padding.Same));
/// graph.Add(new MaxUnpool2D(), decoded, pool);
/// </code>
/// </example>
public sealed class MaxUnpool2D : Layer
{
    private const int Values = 0, Pool = 1;

    /// <inheritdoc/>
    public override string Kind => "maxunpool2d";

    /// <inheritdoc/>
    public override int InputCount => 2;

    /// <inheritdoc/>
    public override Footprint FootprintOn(IReadOnlyList<Shape> inputs) => Footprint.Whole;

    /// <inheritdoc/>
    /// <exception cref="ShapeException">Always: the shape is that of the pool's input, which only a graph knows.</exception>
    public override Shape InferShape(IReadOnlyList<Shape> inputs) => throw NoPool();

    internal override Shape InferShape(Node node, Func<Node, Shape> shapeOf)
    {
        var (values, pooled) = (shapeOf(node.Inputs[Values]), shapeOf(node.Inputs[Pool]));
        if (node.Inputs[Pool].Layer is not MaxPool2D) throw NoPool();
        return values == pooled
            ? shapeOf(node.Inputs[Pool].Inputs[0])
            : throw new ShapeException($"takes values of the shape of its pool's output, {pooled}, but gets {values}; make them equal.");
    }

    internal override bool HasGradientOf(int input) => input == Values;

    /// <inheritdoc/>
    public override void Forward(LayerContext context) =>
        context.Emit(new MaxUnpool2DForward(Geometry(context)), context.Input(Values), Index(context), context.Output);

    /// <inheritdoc/>
    public override void Backward(LayerContext context)
    {
        if (context.NeedsInputGradient(Values))
            context.Emit(new MaxUnpool2DBackward(Geometry(context)), context.ReadOnlyOutputGradient, Index(context), context.InputGradient(Values));
    }

    private static PoolGeometry Geometry(LayerContext context) => ((MaxPool2D)context.InputNode(Pool).Layer!).Geometry(context.OutputShape);

    private static PlanTensor Index(LayerContext context) => PoolPasses.IndexOf(context, context.InputNode(Pool));

    private static ShapeException NoPool() =>
        new("takes values and the MaxPool2D that it undoes: graph.Add(new MaxUnpool2D(), values, pool) with the node that graph.Add(new MaxPool2D(...)) gave.");
}
