namespace ConvGpu;

/// <summary>
/// How far the loops of a kernel's method are written out by the in-tree compiler. Without it a loop is written out while the code stays
/// small. Other implementations of the ILGPU API ignore it.
/// </summary>
/// <param name="trips">
/// Loops of this method with a constant number of iterations up to this are written out whatever their size, longer ones stay loops;
/// 1 keeps every loop. Loops of methods that it calls are their own methods' matter.
/// </param>
[AttributeUsage(AttributeTargets.Method)]
public sealed class UnrollAttribute(int trips) : Attribute
{
    /// <summary>The most iterations that are written out, at least 1.</summary>
    public int Trips { get; } = trips;
}
