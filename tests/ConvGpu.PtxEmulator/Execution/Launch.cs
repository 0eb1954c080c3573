using ConvGpu.Emulation.Checks;
using ConvGpu.Emulation.Memory;
using ConvGpu.Emulation.Parsing;

namespace ConvGpu.Emulation.Execution;

/// <summary>What all groups of one launch share.</summary>
internal sealed unsafe class Launch
{
    public required Program Program { get; init; }

    public required (int X, int Y, int Z) GridSize { get; init; }

    public required (int X, int Y, int Z) GroupSize { get; init; }

    public required int SharedBytes { get; init; }

    public required int DynamicSharedBytes { get; init; }

    public required DeviceMemory Memory { get; init; }

    public required EmulatorOptions Options { get; init; }

    /// <summary>Parameters as the entry lays them out.</summary>
    public required byte* Parameters { get; init; }

    public required int ParameterBytes { get; init; }

    /// <summary>The module's .const space.</summary>
    public required byte* Constants { get; init; }

    public required int ConstantBytes { get; init; }

    /// <summary>Address of a variable of the module.</summary>
    public required Func<Variable, ulong> AddressOf { get; init; }

    /// <summary>Null where global races are not checked.</summary>
    public required GlobalRaceCheck? GlobalRaces { get; init; }

    public int Threads => GroupSize.X * GroupSize.Y * GroupSize.Z;
}
