using System.Text;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;
using static ConvGpu.Ilgpu.Backends.OpenCl.OpenClTypes;

namespace ConvGpu.Ilgpu.Backends.OpenCl;

/// <summary>
/// Prints scalar or vector IR as OpenCL C 1.2. Control flow follows the structure tree: `if`, `for (;;)`, `break` and `continue`, and a
/// `goto` only for an exit that leaves more than the innermost loop. Views are a buffer and a byte offset; promoted values are
/// variables, so no array is left of a tile that the passes unrolled.
/// </summary>
internal sealed class OpenClPrinter
{
    private readonly Function _function;
    private readonly OpenClTarget _target;
    private readonly OpenClHelpers _helpers;
    private readonly OpenClText _text;
    private readonly OpenClElementwise _elementwise;
    private readonly OpenClMemory _memory;
    private readonly OpenClGroup _group;
    private readonly List<string> _arrays = [];
    private readonly List<(string, SourceLocation)> _asserts = [];
    private bool _usesDynamicShared;

    private OpenClPrinter(Function function, OpenClTarget target)
    {
        _function = function;
        _target = target;
        _helpers = new OpenClHelpers(target);
        _text = new OpenClText(function);
        _elementwise = new OpenClElementwise(_helpers, Operand);
        _memory = new OpenClMemory(_helpers, _text, Operand);
        _group = new OpenClGroup(target, _text, Operand);
    }

    /// <exception cref="KernelCompilationException">The kernel needs what the device lacks.</exception>
    /// <exception cref="IrreducibleFlowException">Control flow jumps into a loop.</exception>
    public static OpenClSource Print(Function function, OpenClTarget target) => new OpenClPrinter(function, target).Run();

    private OpenClSource Run()
    {
        OpenClLimits.Check(_function, _target);
        Verifier.CheckAddressSpaces(_function);
        var structure = StructureTree.Build(_function);
        if (structure.Items is [.., StructureReturn])
            structure.Items.RemoveAt(structure.Items.Count - 1);
        Write(structure);
        var text = new StringBuilder(_helpers.Pragmas());
        text.Append(_helpers.Text);
        text.Append("__kernel ");
        var (x, y, z) = _target.Mapping == OpenClGroupMapping.WorkItem ? (1, 1, 1) : _function.KnownGroupDimension;
        if (x > 0 && y > 0 && z > 0)
            text.Append($"__attribute__((reqd_work_group_size({x}, {y}, {z}))) ");
        if (_target.HasSubGroups)
            text.Append($"__attribute__((intel_reqd_sub_group_size({_target.WarpSize}))) ");
        const string name = "cg_kernel";
        text.Append($"void {name}(").AppendJoin(", ", Parameters()).Append(")\n{\n");
        foreach (var parameter in _function.Parameters.Where(parameter => parameter.Type.IsPointer))
            text.Append($"    {Name(parameter.Type)} p{parameter.Index} = p{parameter.Index}_buffer + p{parameter.Index}_offset;\n");
        foreach (string array in _arrays.Concat(_group.Scratch))
            text.Append("    ").Append(array).Append('\n');
        text.Append(_text.Hoisted()).Append(_text.Body).Append("}\n");
        return new OpenClSource(text.ToString(), name, _usesDynamicShared, _asserts);
    }

    private IEnumerable<string> Parameters()
    {
        foreach (var parameter in _function.Parameters)
        {
            if (parameter.Type.IsPointer)
            {
                yield return $"__global uchar* p{parameter.Index}_buffer";
                yield return $"ulong p{parameter.Index}_offset";
            }
            else
                yield return $"{Name(InMemory(parameter.Type))} p{parameter.Index}";
        }
        if (_usesDynamicShared)
            yield return "__local uchar* dynamic_shared";
        if (_asserts.Count > 0)
            yield return "volatile __global uint* assert_report";
    }

    private string Operand(Value value) => value switch
    {
        Constant constant => Literal(constant),
        Parameter parameter => parameter.Type.Kind == ScalarKind.I1 ? $"(p{parameter.Index} != 0)" : $"p{parameter.Index}",
        _ => OpenClText.Name(value),
    };

    private void Write(StructureSequence sequence)
    {
        foreach (var item in sequence.Items)
            Write(item);
    }

    private void Write(StructureNode node)
    {
        switch (node)
        {
            case StructureSequence sequence:
                Write(sequence);
                break;
            case StructureBlock block:
                foreach (var instruction in block.Block.Instructions)
                    Write(instruction);
                break;
            case StructureAssign assign:
                OpenClEdges.Write(assign.Edge, _text, Operand);
                break;
            case StructureIf branch:
                Write(branch);
                break;
            case StructureLabel label:
                _text.Open("");
                Write(label.Body);
                _text.Close();
                if (label.Breaks > 0)
                    _text.Line($"after{label.Id}:;");
                break;
            case StructureLoop loop:
                _text.Open("for (;;)");
                Write(loop.Body);
                if (loop.FarContinues > 0)
                    _text.Line($"next{loop.Id}:;");
                _text.Close();
                if (loop.FarBreaks > 0)
                    _text.Line($"after{loop.Id}:;");
                break;
            case StructureBreak leave:
                _text.Line(leave.IsNear ? "break;" : $"goto after{leave.Target.Id};");
                break;
            case StructureContinue next:
                _text.Line(next.IsNear ? "continue;" : $"goto next{next.Target.Id};");
                break;
            case StructureReturn:
                _text.Line("return;");
                break;
        }
    }

    private void Write(StructureIf branch)
    {
        string condition = Operand(branch.Branch.Condition);
        if (branch.Then.IsEmpty && branch.Else.IsEmpty)
            return;
        _text.Open(branch.Then.IsEmpty ? $"if (!{condition})" : $"if ({condition})");
        Write(branch.Then.IsEmpty ? branch.Else : branch.Then);
        _text.Close();
        if (branch.Then.IsEmpty || branch.Else.IsEmpty)
            return;
        _text.Open("else");
        Write(branch.Else);
        _text.Close();
    }

    private void Write(Instruction instruction)
    {
        if (_elementwise.Expression(instruction) is { } expression)
            _text.Define(instruction, expression);
        else if (!_memory.TryWrite(instruction) && !_group.TryWrite(instruction) && !OpenClVectors.TryWrite(instruction, _text, _helpers, Operand))
            WriteOther(instruction);
    }

    private void WriteOther(Instruction instruction)
    {
        string result = OpenClText.Name(instruction);
        switch (instruction.Op)
        {
            case Opcode.Alloca:
                _arrays.Add($"__private uchar array{instruction.Id}[{instruction.Immediate}] __attribute__((aligned({Alignment(instruction)})));");
                _text.Define(instruction, $"array{instruction.Id}");
                break;
            case Opcode.SharedAlloca:
                _arrays.Add($"__local uchar shared{instruction.Id}[{instruction.Immediate}] __attribute__((aligned({Alignment(instruction)})));");
                _text.Define(instruction, $"shared{instruction.Id}");
                break;
            case Opcode.DynamicShared:
                _usesDynamicShared = true;
                _text.Define(instruction, "dynamic_shared");
                break;
            case Opcode.Assert:
                _asserts.Add((instruction.Text ?? "assertion failed", instruction.Location));
                string holds = Operand(instruction.Operands[0]);
                if (instruction.Operands[0].Type.Lanes > 1)
                    holds = $"{_helpers.MaskTest(instruction.Operands[0].Type.Lanes, all: true)}({holds})";
                _text.Line($"if (!{holds}) atomic_cmpxchg(assert_report, 0u, {_asserts.Count}u);");
                break;
            case Opcode.Print:
                _text.Line(OpenClPrintf.Statement(instruction, Operand));
                break;
            default:
                throw new InvalidOperationException($"{instruction.Op} ({result}) cannot be printed as OpenCL C.");
        }
    }

    /// <summary>At least 16, so that the widest access of a scalar kernel is aligned.</summary>
    private static long Alignment(Instruction instruction) => Math.Clamp(instruction.Immediate2, 16, 128);
}
