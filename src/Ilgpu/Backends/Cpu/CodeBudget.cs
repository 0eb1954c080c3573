using ConvGpu.Ilgpu.Passes;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>
/// The size of a method that the JIT still compiles well: with 1,100 more locals a register tile runs at a quarter of its speed, with
/// 50,000 more instructions at a seventh. A kernel whose code is larger is optimised again with less unrolling.
/// </summary>
internal static class CodeBudget
{
    /// <summary>Local variables of the method.</summary>
    public const int Locals = 900;

    /// <summary>Bytes of IL: 15,000 instructions of 4 bytes, the mean of what the printer writes.</summary>
    public const int IlBytes = 60_000;

    /// <summary>What is tried one after the other: loops shorter first, register tiles last.</summary>
    public static readonly UnrollBudget[] Unrolling =
    [
        UnrollBudget.Managed,
        UnrollBudget.Managed with { Loop = 256, WithBarrier = 128, Trips = 8 },
        new(Function: 3000, Tile: 2000, Loop: 64, WithBarrier: 64, Trips: 4),
        new(Function: 1000, Tile: 500, Loop: 0, WithBarrier: 0, Trips: 0),
    ];

    public static bool Holds(CpuCode code) => code.Locals <= Locals && code.IlBytes <= IlBytes;
}
