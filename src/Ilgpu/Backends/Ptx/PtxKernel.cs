using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Ptx;

/// <summary>What a kernel is compiled with beside its code.</summary>
internal sealed record PtxOptions
{
    /// <summary>The most items of a group (.maxntid); null leaves it open.</summary>
    public int? MaxThreadsPerGroup { get; init; }

    /// <summary>The fewest groups that share a multiprocessor (.minnctapersm); null leaves it open.</summary>
    public int? MinGroupsPerMultiprocessor { get; init; }

    /// <summary>Comments with the file and line of the C# that the instructions come from.</summary>
    public bool SourceLines { get; init; } = true;

    public static readonly PtxOptions Default = new();

    /// <summary>The options that a kernel is asked for with.</summary>
    public static PtxOptions For(KernelRequest request) => new()
    {
        MaxThreadsPerGroup = request.Bounds.MaxNumThreadsPerGroup,
        MinGroupsPerMultiprocessor = request.Bounds.MinNumGroupsPerMultiprocessor,
    };
}

/// <summary>A printed kernel.</summary>
/// <param name="Name">The kernel's name, for messages.</param>
/// <param name="EntryName">The name of the entry in the text.</param>
/// <param name="Text">A whole PTX module with one entry.</param>
/// <param name="StaticSharedBytes">Shared memory that the text declares.</param>
/// <param name="UsesDynamicShared">Whether it uses dynamic shared memory.</param>
/// <param name="Asserts">Messages of its asserts; the number written for a failed one is its position plus 1.</param>
internal sealed record PtxKernel(
    string Name, string EntryName, string Text, int StaticSharedBytes, bool UsesDynamicShared, IReadOnlyList<(string Message, SourceLocation Location)> Asserts);
