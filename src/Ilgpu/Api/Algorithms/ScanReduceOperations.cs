namespace ILGPU.Algorithms.ScanReduceOperations;

/// <summary>An associative operation of two values, for reductions and scans.</summary>
public interface IScanReduceOperation<T>
    where T : struct
{
    /// <summary>The operation's name among OpenCL's work-group functions.</summary>
    string CLCommand { get; }

    /// <summary>The value that changes nothing.</summary>
    T Identity { get; }

    /// <summary>The operation.</summary>
    T Apply(T first, T second);

    /// <summary>The operation on a value in memory that no other item can come between.</summary>
    void AtomicApply(ref T target, T value);
}

/// <summary>The sum of two values.</summary>
public readonly struct AddDouble : IScanReduceOperation<double>
{
    /// <inheritdoc/>
    public string CLCommand => "add";

    /// <inheritdoc/>
    public double Identity => 0.0;

    /// <inheritdoc/>
    public double Apply(double first, double second) => first + second;

    /// <inheritdoc/>
    public void AtomicApply(ref double target, double value) => Atomic.Add(ref target, value);
}

/// <summary>The sum of two values.</summary>
public readonly struct AddFloat : IScanReduceOperation<float>
{
    /// <inheritdoc/>
    public string CLCommand => "add";

    /// <inheritdoc/>
    public float Identity => 0f;

    /// <inheritdoc/>
    public float Apply(float first, float second) => first + second;

    /// <inheritdoc/>
    public void AtomicApply(ref float target, float value) => Atomic.Add(ref target, value);
}

/// <summary>The sum of two values.</summary>
public readonly struct AddInt32 : IScanReduceOperation<int>
{
    /// <inheritdoc/>
    public string CLCommand => "add";

    /// <inheritdoc/>
    public int Identity => 0;

    /// <inheritdoc/>
    public int Apply(int first, int second) => first + second;

    /// <inheritdoc/>
    public void AtomicApply(ref int target, int value) => Atomic.Add(ref target, value);
}

/// <summary>The larger of two values.</summary>
public readonly struct MaxFloat : IScanReduceOperation<float>
{
    /// <inheritdoc/>
    public string CLCommand => "max";

    /// <inheritdoc/>
    public float Identity => float.NegativeInfinity;

    /// <inheritdoc/>
    public float Apply(float first, float second) => XMath.Max(first, second);

    /// <inheritdoc/>
    public void AtomicApply(ref float target, float value) => Atomic.Max(ref target, value);
}

/// <summary>The smaller of two values.</summary>
public readonly struct MinFloat : IScanReduceOperation<float>
{
    /// <inheritdoc/>
    public string CLCommand => "min";

    /// <inheritdoc/>
    public float Identity => float.PositiveInfinity;

    /// <inheritdoc/>
    public float Apply(float first, float second) => XMath.Min(first, second);

    /// <inheritdoc/>
    public void AtomicApply(ref float target, float value) => Atomic.Min(ref target, value);
}
