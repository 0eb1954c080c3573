using ConvGpu.Emulation.Execution;
using ConvGpu.Emulation.Parsing;
using static ConvGpu.Emulation.Instructions.InstructionTable;

namespace ConvGpu.Emulation.Instructions;

/// <summary>cp.async and its groups (9.7.9.25).</summary>
internal static class AsyncCopyForms
{
    private const string Prefetch = "{.F=L2::64B|L2::128B|L2::256B}";

    public static IEnumerable<Form> All()
    {
        foreach (var cache in new[] { "ca", "cg" })
        {
            var form = $"cp.async.{cache}.S=shared|shared::cta@78/80.G=global{Prefetch}";
            yield return Row(form, "[S], [G], imm", 70, 80, i => Build(i, cache));
            yield return Row(form, "[S], [G], imm, u32", 70, 80, i => Build(i, cache));
            yield return Row(form, "[S], [G], imm, pred", 70, 80, i => Build(i, cache));
        }

        yield return Row("cp.async.commit_group", "", 70, 80, _ => new AsyncCommitOperation());
        yield return Row("cp.async.wait_group", "imm", 70, 80, i => new AsyncWaitOperation(Groups(i), everything: false));
        yield return Row("cp.async.wait_all", "", 70, 80, _ => new AsyncWaitOperation(0, everything: true));
    }

    private static int Groups(DecodedInstruction i)
    {
        if (i.Operands[0].Value is < 0 or > int.MaxValue) throw i.Error("the number of groups is not negative");
        return (int)i.Operands[0].Value;
    }

    private static Operation Build(DecodedInstruction i, string cache)
    {
        var bytes = i.Operands[2].Value;
        if (cache == "cg" ? bytes != 16 : bytes is not (4 or 8 or 16)) throw i.Error(cache == "cg" ? "cp.async.cg copies 16 bytes" : "cp.async.ca copies 4, 8 or 16 bytes");
        int size = -1, ignore = -1;
        if (i.Operands.Length > 3)
        {
            if (i.Operands[3].Type == ScalarType.Pred) ignore = i.Slot(3);
            else size = i.Slot(3);
        }

        return new AsyncCopyOperation(MemoryForms.AddressOf(i.Operands[0]), MemoryForms.AddressOf(i.Operands[1]), (int)bytes, size, ignore);
    }
}
