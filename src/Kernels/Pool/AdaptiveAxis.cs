namespace ConvGpu.Kernels;

/// <summary>One axis of an adaptive pooling: the inputs of an output, and, the rule being its own inverse, the outputs of an input.</summary>
internal readonly struct AdaptiveAxis(int inputs, int outputs)
{
    public readonly FastDivide Inputs = new(inputs);
    public readonly FastDivide Outputs = new(outputs);

    /// <summary>The first input of an output: floor(o In / Out).</summary>
    public int First(int output) => Outputs.Divide(output * Inputs.Divisor);

    /// <summary>One past the last input of an output: ceil((o + 1) In / Out).</summary>
    public int End(int output) => Outputs.Divide((output + 1) * Inputs.Divisor + Outputs.Divisor - 1);

    public int Count(int output) => End(output) - First(output);

    /// <summary>The first output whose window holds an input.</summary>
    public int FirstOutput(int input) => Inputs.Divide(input * Outputs.Divisor);

    /// <summary>One past the last output whose window holds an input.</summary>
    public int EndOutput(int input) => Inputs.Divide((input + 1) * Outputs.Divisor + Inputs.Divisor - 1);
}

/// <summary>The sizes that adaptive pooling reads, in kernels and on the host.</summary>
internal readonly struct AdaptivePoolShape(AdaptivePoolGeometry geometry)
{
    public readonly AdaptiveAxis Rows = new(geometry.InHeight, geometry.OutHeight);
    public readonly AdaptiveAxis Columns = new(geometry.InWidth, geometry.OutWidth);
    public readonly FastDivide InPlane = new(geometry.InHeight * geometry.InWidth);
    public readonly FastDivide OutPlane = new(geometry.OutHeight * geometry.OutWidth);
}
