namespace ConvGpu.Ilgpu.Extensions;

/// <summary>The text of a kernel, written without a device.</summary>
/// <param name="Name">The kernel: its class without "Kernel", its method unless that is Run, its first generic argument.</param>
/// <param name="Text">PTX or OpenCL C.</param>
/// <param name="Statistics">What can be counted in PTX; null for OpenCL C.</param>
public sealed record KernelText(string Name, string Text, KernelTextStatistics? Statistics);

/// <summary>What can be counted in a kernel's PTX before an assembler has seen it.</summary>
/// <param name="Registers">Virtual registers, predicates left out; the assembler needs far fewer real ones.</param>
/// <param name="LocalBytes">Bytes of arrays that stayed in memory.</param>
/// <param name="SharedBytes">Bytes of static shared memory.</param>
/// <param name="LoopInstructions">Instructions of the innermost loop with the most fused multiply-adds; 0 where there is no loop.</param>
/// <param name="FmaPerBarrier">Fused multiply-adds for each barrier in the loops that have any; NaN where none has.</param>
/// <param name="Accesses">Loads and stores by space and width, such as "ld.global.v4 2, st.shared.v4 1".</param>
public sealed record KernelTextStatistics(
    int Registers, long LocalBytes, long SharedBytes, int LoopInstructions, double FmaPerBarrier, string Accesses);
