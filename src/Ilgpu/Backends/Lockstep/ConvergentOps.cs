using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Lockstep;

/// <summary>Operations for which all items of a group come together. Warp operations are not among them: a warp is one vector.</summary>
internal static class ConvergentOps
{
    public static bool NeedsGroup(Instruction instruction) => NeedsGroup(instruction.Op);

    public static bool NeedsGroup(Opcode op) => op is Opcode.Barrier or Opcode.BarrierReduce or Opcode.GroupBroadcast;
}
