using System.Text;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;
using static ConvGpu.Ilgpu.Backends.Ptx.PtxTypes;

namespace ConvGpu.Ilgpu.Backends.Ptx;

/// <summary>
/// Prints scalar IR, and vector IR as far as memory accesses need it, as a PTX module with one entry. Every SSA value is a virtual
/// register; the driver's assembler assigns real ones.
/// </summary>
internal sealed class PtxPrinter
{
    private readonly Function _function;
    private readonly PtxTarget _target;
    private readonly PtxOptions _options;
    private readonly PtxWriter _text;
    private readonly PtxElementwise _elementwise;
    private readonly PtxAddresses _addresses;
    private readonly PtxMemory _memory;
    private readonly PtxAtomics _atomics;
    private readonly PtxGroup _group;
    private readonly PtxDebug _debug;
    private readonly PtxInlineAsm _asm;
    private readonly Uses _uses;
    private readonly PtxUniformity _uniformity;
    private readonly PtxFlow _flow;
    private readonly StringBuilder _variables = new();
    private SourceLocation _location;
    private int _declared;
    private int _sharedBytes;
    private bool _usesDynamicShared;

    private PtxPrinter(Function function, PtxTarget target, PtxOptions options)
    {
        _function = function;
        _target = target;
        _options = options;
        var flow = new ControlFlow(function);
        _text = new PtxWriter(function);
        _elementwise = new PtxElementwise(target, _text);
        _addresses = new PtxAddresses(function, _text);
        _memory = new PtxMemory(_text, _addresses);
        _uses = new Uses(function);
        _atomics = new PtxAtomics(_text, _addresses, _elementwise, _uses);
        _group = new PtxGroup(_text);
        _debug = new PtxDebug(_text);
        _asm = new PtxInlineAsm(_text);
        _uniformity = new PtxUniformity(flow);
        _flow = new PtxFlow(flow, _uniformity, _text, WriteBody);
    }

    /// <param name="function">Optimised IR of the GPU pipeline.</param>
    /// <param name="target">Architecture and version of the language.</param>
    /// <param name="options">Launch bounds and comments.</param>
    /// <exception cref="VerificationException">A pointer has no address space.</exception>
    public static PtxKernel Print(Function function, PtxTarget target, PtxOptions options) => new PtxPrinter(function, target, options).Run();

    private PtxKernel Run()
    {
        Verifier.CheckAddressSpaces(_function);
        LoadParameters();
        _group.WriteLanes();
        string prologue = _text.Body;
        _flow.Write();
        string body = _text.Body[prologue.Length..], entry = EntryName(_function.Name);
        var text = new StringBuilder();
        text.Append($".version {_target.IsaMajor}.{_target.IsaMinor}\n.target {_target.Name}\n.address_size 64\n\n");
        text.Append(_debug.Module);
        if (_usesDynamicShared)
            text.Append(".extern .shared .align 16 .b8 dynamic_shared[];\n");
        text.Append($".visible .entry {entry}(").AppendJoin(", ", Parameters()).Append(")\n").Append(Bounds()).Append("{\n");
        // Only now is it known whether there are asserts.
        if (_debug.Report is { } report)
            prologue += $"\tld.param.u64 {report}, [assert_report];\n\tcvta.to.global.u64 {report}, {report};\n";
        text.Append(_text.Declarations()).Append(_variables).Append(_debug.Local);
        foreach (string scratch in _group.Scratch)
            text.Append('\t').Append(scratch).Append(";\n");
        text.Append(prologue).Append(body).Append("}\n");
        return new PtxKernel(_function.Name, entry, text.ToString(), _sharedBytes + _group.ScratchBytes, _usesDynamicShared, _debug.Asserts);
    }

    /// <summary>The kernel's name with all that is no letter or digit replaced.</summary>
    private static string EntryName(string name) =>
        "cg_" + string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '_'));

    private IEnumerable<string> Parameters()
    {
        foreach (var parameter in _function.Parameters)
            yield return $"\n\t.param .{PtxTypes.Parameter(parameter.Type)} p{parameter.Index}";
        if (_debug.Report is not null)
            yield return "\n\t.param .u64 assert_report";
    }

    private string Bounds()
    {
        var text = new StringBuilder();
        var (x, y, z) = _function.KnownGroupDimension;
        if (x > 0 && y > 0 && z > 0)
            text.Append($".reqntid {x}, {y}, {z}\n");
        else if (_options.MaxThreadsPerGroup is { } threads)
            text.Append($".maxntid {threads}, 1, 1\n");
        if (_options.MinGroupsPerMultiprocessor is { } groups)
            text.Append($".minnctapersm {groups}\n");
        return text.ToString();
    }

    private void LoadParameters()
    {
        foreach (var parameter in _function.Parameters.Where(parameter => _uses.Count(parameter) > 0))
        {
            string source = $"[p{parameter.Index}]", register = _text.Define(parameter);
            switch (parameter.Type.Kind)
            {
                case ScalarKind.Pointer:
                    // Arguments are generic addresses.
                    string generic = _text.Compute(RegisterClass.Bits64, "ld.param.u64", source);
                    _text.Op("cvta.to.global.u64", register, generic);
                    break;
                case ScalarKind.I1:
                    _text.Op("setp.ne.b32", register, _text.Compute(RegisterClass.Bits32, "ld.param.u8", source), "0");
                    break;
                case ScalarKind.I8 or ScalarKind.I16:
                    _text.Op($"ld.param.s{parameter.Type.Bits}", register, source);
                    break;
                default:
                    _text.Op($"ld.param.{PtxTypes.Parameter(parameter.Type)}", register, source);
                    break;
            }
        }
    }

    private void WriteBody(Block block)
    {
        bool together = _uniformity.IsTogether(block);
        foreach (var instruction in block.Instructions)
        {
            if (_options.SourceLines)
                WriteLocation(instruction.Location);
            Write(instruction, together);
        }
    }

    private void WriteLocation(SourceLocation location)
    {
        if (location.File is null || (location.File, location.Line) == (_location.File, _location.Line))
            return;
        _location = location;
        _text.Raw($"\t// {Path.GetFileName(location.File)}:{location.Line}");
    }

    private void Write(Instruction instruction, bool together)
    {
        if (_elementwise.TryWrite(instruction) || _addresses.TryWrite(instruction) || _memory.TryWrite(instruction)
            || _atomics.TryWrite(instruction) || _group.TryWrite(instruction, together) || _debug.TryWrite(instruction) || _asm.TryWrite(instruction))
            return;
        switch (instruction.Op)
        {
            case Opcode.Alloca:
                Declare(instruction, "local");
                break;
            case Opcode.SharedAlloca:
                Declare(instruction, "shared");
                _sharedBytes += (int)instruction.Immediate;
                break;
            case Opcode.DynamicShared:
                _usesDynamicShared = true;
                _text.Op("mov.u32", _text.Define(instruction), "dynamic_shared");
                break;
            case Opcode.Splat:
                string scalar = _text.Use(instruction.Operands[0]);
                _text.Alias(instruction, [.. Enumerable.Repeat(scalar, instruction.Type.Lanes)]);
                break;
            case Opcode.ExtractLane:
                _text.Alias(instruction, _text.Use(instruction.Operands[0], (int)instruction.Immediate));
                break;
            case Opcode.InsertLane:
                string[] lanes = _text.Lanes(instruction.Operands[0]);
                lanes[instruction.Immediate] = _text.Use(instruction.Operands[1]);
                _text.Alias(instruction, lanes);
                break;
            default:
                throw new InvalidOperationException($"{IrPrinter.Describe(instruction)} of {_function.Name} cannot be printed as PTX.");
        }
    }

    /// <summary>A variable of bytes, aligned for the widest access, and its address.</summary>
    private void Declare(Instruction instruction, string space)
    {
        long alignment = Math.Clamp(instruction.Immediate2, 16, 128);
        string name = $"{space}{_declared++}";
        _variables.Append($"\t.{space} .align {alignment} .b8 {name}[{instruction.Immediate}];\n");
        _text.Op($"mov.u{Width(instruction.Type)}", _text.Define(instruction), name);
    }
}
