using ConvGpu.Kernels;

namespace ConvGpu;

/// <summary>
/// The same values for every item, repeated along axes where asked: a parameter <c>value</c> that is learned, or constants. Its input only
/// says where in the graph it stands.
/// </summary>
internal sealed class GivenValue : Layer
{
    private readonly RearrangeGeometry _geometry;
    private readonly Shape _output;
    private readonly float[]? _constants;

    /// <param name="geometry">How the values become an item.</param>
    /// <param name="output">The item's shape.</param>
    /// <param name="constants">The values where they are not learned.</param>
    public GivenValue(RearrangeGeometry geometry, Shape output, float[]? constants = null) =>
        (_geometry, _output, _constants) = (geometry, output with { N = 1 }, constants);

    public override string Kind => "value";

    public override bool TakesVolumes => true;

    public override Shape InferShape(IReadOnlyList<Shape> inputs) => _output;

    internal override bool HasGradientOf(int input) => false;

    public override IReadOnlyList<ParameterSpec> Parameters(IReadOnlyList<Shape> inputs) =>
        _constants is null ? [new("value", new Shape(_geometry.InCount), 1, 1, Initializer.Zeros)] : [];

    public override void Forward(LayerContext context) => context.Emit(
        new RearrangeForward(_geometry, Shared: true), _constants is null ? context.Parameter(0) : context.Constant(_constants), context.Output);

    public override void Backward(LayerContext context)
    {
        if (_constants is null)
            context.Emit(new RearrangeBackward(_geometry, Shared: true), context.ReadOnlyOutputGradient, context.ParameterGradient(0));
    }
}
