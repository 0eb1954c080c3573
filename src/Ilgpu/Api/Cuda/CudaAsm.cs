namespace ILGPU.Runtime.Cuda;

/// <summary>
/// PTX inside kernels. Every argument stands in a virtual register: %0, %1... name them in the text, %% is a percent sign. Kernel code for
/// NVIDIA GPUs only; test <see cref="IsSupported"/> and write plain code beside it.
/// </summary>
public static partial class CudaAsm
{
    /// <summary>Whether the kernel is compiled to PTX; known when it is compiled, so that the other way leaves no code.</summary>
    public static bool IsSupported => false;

    private static NotSupportedException NotHere() => new("Inline PTX runs on NVIDIA GPUs alone. Put it under if (CudaAsm.IsSupported).");
}

/// <summary>An argument of CudaAsm.EmitRef: <see cref="Input{T}"/>, <see cref="Output{T}"/> or <see cref="Ref{T}"/>.</summary>
public interface ICudaAsmEmitParameter;

/// <summary>An argument that the PTX reads.</summary>
public struct Input<T> : ICudaAsmEmitParameter where T : struct
{
    /// <summary>The value.</summary>
    public T Value;

    /// <summary>The value as an argument.</summary>
    public static implicit operator Input<T>(T v) => new() { Value = v };
}

/// <summary>An argument that the PTX writes.</summary>
public struct Output<T> : ICudaAsmEmitParameter where T : struct
{
    /// <summary>The value.</summary>
    public T Value;
}

/// <summary>An argument that the PTX reads and writes.</summary>
public struct Ref<T> : ICudaAsmEmitParameter where T : struct
{
    /// <summary>The value.</summary>
    public T Value;

    /// <summary>The value as an argument.</summary>
    public static implicit operator Ref<T>(T v) => new() { Value = v };
}
