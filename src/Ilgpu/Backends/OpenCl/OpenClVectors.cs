using ConvGpu.Ilgpu.IR;
using static ConvGpu.Ilgpu.Backends.OpenCl.OpenClTypes;

namespace ConvGpu.Ilgpu.Backends.OpenCl;

/// <summary>Operations between the lanes of a vector.</summary>
internal static class OpenClVectors
{
    public static bool TryWrite(Instruction instruction, OpenClText text, OpenClHelpers helpers, Func<Value, string> name)
    {
        var type = instruction.Type;
        string A() => name(instruction.Operands[0]);
        switch (instruction.Op)
        {
            case Opcode.Splat:
                text.Define(instruction, $"({Name(type)})({(type.Kind == ScalarKind.I1 ? $"-(int){A()}" : A())})");
                return true;
            case Opcode.LaneIota:
                text.Define(instruction, $"({Name(type)})({string.Join(", ", Enumerable.Range(0, type.Lanes))})");
                return true;
            case Opcode.ExtractLane:
                string component = $"{A()}.s{OpenClHelpers.Lanes(16).ElementAt((int)instruction.Immediate)}";
                text.Define(instruction, type.Kind == ScalarKind.I1 ? $"{component} != 0" : component);
                return true;
            case Opcode.ExtractLaneDynamic:
                string element = $"{A()}[{name(instruction.Operands[1])}]";
                text.Define(instruction, type.Kind == ScalarKind.I1 ? $"{element} != 0" : element);
                return true;
            case Opcode.InsertLane:
                text.Line($"{text.Declare(instruction)} = {A()};");
                string value = name(instruction.Operands[1]);
                text.Line($"{OpenClText.Name(instruction)}.s{OpenClHelpers.Lanes(16).ElementAt((int)instruction.Immediate)} = "
                    + $"{(type.Kind == ScalarKind.I1 ? $"-(int){value}" : value)};");
                return true;
            case Opcode.PermuteLanes:
                string index = name(instruction.Operands[1]);
                text.Define(instruction, $"({Name(type)})({string.Join(", ", OpenClHelpers.Lanes(type.Lanes).Select(lane => $"{A()}[{index}.s{lane}]"))})");
                return true;
            case Opcode.MaskAny or Opcode.MaskAll when instruction.Operands[0].Type.Lanes == 1:
                text.Define(instruction, A());
                return true;
            case Opcode.MaskAny or Opcode.MaskAll:
                text.Define(instruction, $"{helpers.MaskTest(instruction.Operands[0].Type.Lanes, instruction.Op == Opcode.MaskAll)}({A()})");
                return true;
            case Opcode.MaskCount:
                text.Define(instruction, $"(uint)-({string.Join(" + ", OpenClHelpers.Lanes(instruction.Operands[0].Type.Lanes).Select(lane => $"{A()}.s{lane}"))})");
                return true;
            default:
                return false;
        }
    }
}
