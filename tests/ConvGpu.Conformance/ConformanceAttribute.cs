namespace ConvGpu.Conformance;

/// <summary>
/// Marks a kernel of the suite. Its arguments are made from their types: views of interesting values and of zeros (named output), fixed
/// scalars. After the run all views must hold what .NET computes.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
public sealed class ConformanceAttribute(params Type[] typeArguments) : Attribute
{
    /// <summary>Closes a generic kernel.</summary>
    public Type[] TypeArguments { get; } = typeArguments;

    /// <summary>How many units in the last place of float or double a result may differ by; 0 compares bits.</summary>
    public int Ulps { get; init; }
}
