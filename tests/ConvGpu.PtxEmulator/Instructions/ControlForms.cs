using ConvGpu.Emulation.Execution;
using ConvGpu.Emulation.Parsing;
using static ConvGpu.Emulation.Instructions.InstructionTable;

namespace ConvGpu.Emulation.Instructions;

/// <summary>Control flow, barriers, fences (9.7.12, 9.7.13, 9.7.19). call and ret are the decoder's, which puts functions in line.</summary>
internal static class ControlForms
{
    private const string Scope = "cta|gpu|sys|cluster@78/90";

    public static IEnumerable<Form> All()
    {
        yield return Row("bra{.uni}", "label", 10, 0, i => new BranchTerminator(i.Operands[0].Target));
        yield return Row("brx.idx{.uni}", "u32, raw", 60, 30, i => new IndexedBranchTerminator(i.Slot(0), i.Decoding.BranchTargets(i, i.Statement.Operands[1])));
        yield return Row("exit", "", 10, 0, _ => new ExitTerminator());
        yield return Row("trap", "", 10, 0, _ => new TrapOperation());
        yield return Row("brkpt", "", 10, 11, _ => new NoOperation());
        yield return Row("pmevent", "imm", 14, 0, _ => new NoOperation());
        yield return Row("nanosleep.u32", "u32", 63, 70, _ => new NoOperation());
        yield return Row("membar.L=cta|gl|sys", "", 10, 0, _ => new NoOperation());
        yield return Row($"fence{{.M=sc|acq_rel|acquire@86/90|release@86/90}}.X={Scope}", "", 60, 70, _ => new NoOperation());
        yield return Row("fence.proxy.K=alias|async|async.global|async.shared::cta", "", 75, 70, _ => new NoOperation());
        yield return Row("griddepcontrol.A=launch_dependents|wait", "", 78, 90, _ => new NoOperation());
        foreach (var (name, isa, aligned) in new[] { ("bar", 10, ""), ("bar.cta", 78, ""), ("barrier", 60, "{.aligned}"), ("barrier.cta", 78, "{.aligned}") })
        {
            var architecture = name.StartsWith("barrier", StringComparison.Ordinal) ? 30 : 0;
            var always = aligned.Length == 0;
            yield return Row($"{name}.sync{aligned}", "u32", isa, architecture, i => Barrier(i, BarrierKind.Sync, always));
            yield return Row($"{name}.sync{aligned}", "u32, u32", isa, architecture, i => Barrier(i, BarrierKind.Sync, always));
            yield return Row($"{name}.arrive{aligned}", "u32, u32", Math.Max(isa, 20), Math.Max(architecture, 20), i => Barrier(i, BarrierKind.Arrive, always));
            foreach (var operands in new[] { "u32, !pred", "u32, u32, !pred" })
            {
                yield return Row($"{name}.red.popc{aligned}.u32", "=u32, " + operands, Math.Max(isa, 20), Math.Max(architecture, 20), i => Barrier(i, BarrierKind.Count, always));
                yield return Row($"{name}.red.O=and|or{aligned}.pred", "=pred, " + operands, Math.Max(isa, 20), Math.Max(architecture, 20),
                    i => Barrier(i, i.Has("and") ? BarrierKind.All : BarrierKind.Any, always));
            }
        }
    }

    private static Operation Barrier(DecodedInstruction i, BarrierKind kind, bool alwaysAligned)
    {
        var first = kind is BarrierKind.Sync or BarrierKind.Arrive ? 0 : 1;
        var reduces = first == 1;
        var count = i.Operands.Length - first - (reduces ? 1 : 0);
        if (!i.Operands[first].IsConstant && i.Decoding.Version.Architecture < 20) throw i.Error("barrier numbers in registers need sm_20");
        if (i.Operands[first].IsConstant && i.Operands[first].Value is < 0 or > 15) throw i.Error("barriers are numbered 0 to 15");
        if (count > 1 && i.Operands[first + 1].IsConstant && i.Operands[first + 1].Value % 32 != 0) throw i.Error("the thread count is a multiple of the warp size");
        var predicate = reduces ? i.Operands[^1] : null;
        return new BarrierTerminator(
            kind, alwaysAligned || i.Has("aligned"), i.Slot(first), count > 1 ? i.Slot(first + 1) : -1,
            reduces ? i.Slot(0) : -1, predicate?.Slot ?? -1, predicate?.Negated ?? false);
    }
}
