namespace ConvGpu.Ilgpu.Backends.OpenCl;

/// <summary>Which extension gives a device shuffles between the items of a sub-group.</summary>
internal enum SubGroupKind { None, Khronos, Intel }

/// <summary>What the printer has to know of the device it prints for.</summary>
internal sealed record OpenClTarget
{
    /// <summary>cl_khr_fp64.</summary>
    public bool HasDouble { get; init; }

    /// <summary>cl_khr_int64_base_atomics: exchange and compare-exchange of 64 bits, from which the others are made.</summary>
    public bool HasAtomics64 { get; init; }

    public SubGroupKind SubGroups { get; init; }

    /// <summary>Items of a sub-group; 1 where there are none.</summary>
    public int WarpSize { get; init; } = 1;

    /// <summary>The device's name, for refusals.</summary>
    public string DeviceName { get; init; } = "an OpenCL device";
}

/// <summary>A kernel in OpenCL C and what a launch has to pass beyond the function's own parameters, in this order.</summary>
/// <param name="Text">The program.</param>
/// <param name="KernelName">Name of its one kernel.</param>
/// <param name="UsesDynamicShared">A local pointer follows the parameters.</param>
/// <param name="Asserts">Where asserts stand; when there are any, a buffer of one uint comes last and receives the failed one's number plus 1.</param>
internal sealed record OpenClSource(
    string Text, string KernelName, bool UsesDynamicShared, IReadOnlyList<(string Message, IR.SourceLocation Location)> Asserts);
