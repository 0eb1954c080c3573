namespace ConvGpu.Ilgpu.Backends.OpenCl;

/// <summary>How the items of a group are mapped to the device.</summary>
internal enum OpenClGroupMapping
{
    /// <summary>A group is a work-group, an item a work-item.</summary>
    WorkGroup,
    /// <summary>A group is one work-item, its items are lanes of vectors: CPU-type devices.</summary>
    WorkItem,
}

/// <summary>What the printer has to know of the device it prints for.</summary>
internal sealed record OpenClTarget
{
    /// <summary>cl_khr_fp64.</summary>
    public bool HasDouble { get; init; }

    /// <summary>cl_khr_int64_base_atomics: exchange and compare-exchange of 64 bits, from which the others are made.</summary>
    public bool HasAtomics64 { get; init; }

    public OpenClGroupMapping Mapping { get; init; }

    /// <summary>Items of a warp: the lanes of a vector, or of a sub-group whose shuffles the kernel can use; else 1.</summary>
    public int WarpSize { get; init; } = 1;

    /// <summary>A warp is a sub-group of cl_intel_subgroups, of exactly <see cref="WarpSize"/> items.</summary>
    public bool HasSubGroups => Mapping == OpenClGroupMapping.WorkGroup && WarpSize > 1;

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
