namespace ILGPU;

/// <summary>The dynamic shared memory of a launch, see <see cref="SharedMemory.GetDynamic"/>.</summary>
public readonly struct SharedMemoryConfig
{
    /// <summary>No dynamic shared memory.</summary>
    public static readonly SharedMemoryConfig Empty;

    /// <summary>Memory for elements of a size in bytes.</summary>
    public SharedMemoryConfig(int numElements, int elementSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(numElements);
        ArgumentOutOfRangeException.ThrowIfNegative(elementSize);
        NumElements = numElements;
        ElementSize = elementSize;
    }

    /// <summary>How many elements.</summary>
    public int NumElements { get; }

    /// <summary>Bytes of an element.</summary>
    public int ElementSize { get; }

    /// <summary>Bytes of all elements.</summary>
    public int ArraySize => checked(NumElements * ElementSize);

    /// <summary>Whether there is any.</summary>
    public bool UsesDynamicSharedMemory => NumElements > 0 & ElementSize > 0;

    /// <summary>Memory for elements of a type.</summary>
    public static SharedMemoryConfig RequestDynamic<T>(int numElements) where T : unmanaged => new(numElements, Interop.SizeOf<T>());
}
