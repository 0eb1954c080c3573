using ConvGpu.Emulation.Execution;
using ConvGpu.Emulation.Parsing;
using static ConvGpu.Emulation.Instructions.InstructionTable;

namespace ConvGpu.Emulation.Instructions;

/// <summary>mma.sync, ldmatrix, stmatrix, movmatrix (9.7.14.5).</summary>
internal static class MatrixForms
{
    public static IEnumerable<Form> All()
    {
        const string Aligned = "mma.sync.aligned.";
        yield return Row(Aligned + "m16n8k8.row.col.D=f32.f16.f16.f32", "={4 f32}, {2 f16x2}, {1 f16x2}, {4 f32}", 65, 75, i => Float(i, MatrixElement.Half));
        yield return Row(Aligned + "m16n8k16.row.col.D=f32.f16.f16.f32", "={4 f32}, {4 f16x2}, {2 f16x2}, {4 f32}", 70, 80, i => Float(i, MatrixElement.Half));
        yield return Row(Aligned + "m16n8k8.row.col.D=f16.f16.f16.f16", "={2 f16x2}, {2 f16x2}, {1 f16x2}, {2 f16x2}", 65, 75, i => Float(i, MatrixElement.Half));
        yield return Row(Aligned + "m16n8k16.row.col.D=f16.f16.f16.f16", "={2 f16x2}, {4 f16x2}, {2 f16x2}, {2 f16x2}", 70, 80, i => Float(i, MatrixElement.Half));
        yield return Row(Aligned + "m16n8k8.row.col.D=f32.bf16.bf16.f32", "={4 f32}, {2 b32}, {1 b32}, {4 f32}", 70, 80, i => Float(i, MatrixElement.BFloat16));
        yield return Row(Aligned + "m16n8k16.row.col.D=f32.bf16.bf16.f32", "={4 f32}, {4 b32}, {2 b32}, {4 f32}", 70, 80, i => Float(i, MatrixElement.BFloat16));
        yield return Row(Aligned + "m16n8k4.row.col.D=f32.tf32.tf32.f32", "={4 f32}, {2 b32}, {1 b32}, {4 f32}", 70, 80, i => Float(i, MatrixElement.TensorFloat32));
        yield return Row(Aligned + "m16n8k8.row.col.D=f32.tf32.tf32.f32", "={4 f32}, {4 b32}, {2 b32}, {4 f32}", 70, 80, i => Float(i, MatrixElement.TensorFloat32));
        yield return Row(Aligned + "m16n8k16.row.col{.satfinite}.s32.A=u8|s8.B=u8|s8.s32", "={4 s32}, {2 b32}, {1 b32}, {4 s32}", 70, 80, Integer);
        yield return Row(Aligned + "m16n8k32.row.col{.satfinite}.s32.A=u8|s8.B=u8|s8.s32", "={4 s32}, {4 b32}, {2 b32}, {4 s32}", 70, 80, Integer);
        foreach (var (count, number) in new[] { ("x1", 1), ("x2", 2), ("x4", 4) })
        {
            yield return Row($"ldmatrix.sync.aligned.m8n8.{count}{{.trans}}{{.S=shared|shared::cta@78/75}}.b16", $"={{{number} b32}}, [S]", 65, 75,
                i => new LoadMatrixTerminator(MemoryForms.AddressOf(i.Operands[1]), Slots(i, 0), i.Has("trans"), All(i)));
            yield return Row($"stmatrix.sync.aligned.m8n8.{count}{{.trans}}{{.S=shared|shared::cta}}.b16", $"[S], {{{number} b32}}", 78, 90,
                i => new StoreMatrixTerminator(MemoryForms.AddressOf(i.Operands[0]), Slots(i, 1), i.Has("trans"), All(i)));
        }

        yield return Row("movmatrix.sync.aligned.m8n8.trans.b16", "=b32, b32", 78, 75, i => new TransposeMatrixTerminator(i.Slot(0), i.Slot(1), All(i)));
    }

    private static int All(DecodedInstruction i) => i.Decoding.ConstantSlot(4, uint.MaxValue);

    private static int[] Slots(DecodedInstruction i, int operand) => i.Operands[operand].Elements.Select(e => e.Slot).ToArray();

    private static Operation Float(DecodedInstruction i, MatrixElement element) => new MatrixMultiplyTerminator(
        element, element, i.Type("D") == ScalarType.F16 ? MatrixElement.Half : MatrixElement.Single,
        Slots(i, 0), Slots(i, 1), Slots(i, 2), Slots(i, 3), false, All(i));

    private static Operation Integer(DecodedInstruction i) => new MatrixMultiplyTerminator(
        i.Type("A") == ScalarType.S8 ? MatrixElement.SignedByte : MatrixElement.Byte,
        i.Type("B") == ScalarType.S8 ? MatrixElement.SignedByte : MatrixElement.Byte,
        MatrixElement.Integer, Slots(i, 0), Slots(i, 1), Slots(i, 2), Slots(i, 3), i.Has("satfinite"), All(i));
}
