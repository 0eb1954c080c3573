using System.Numerics;
using ConvGpu.Ilgpu.IR;
using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.Passes;

/// <summary>The largest power of two that an integer or address is known to be a multiple of, up to 16.</summary>
internal sealed class Divisors(ControlFlow flow)
{
    /// <summary>Bytes of the widest access. Every allocation of this size or more starts at a multiple of it.</summary>
    public const int Largest = 16;

    private const int Top = 4;
    private const int MaxDepth = 24;
    private const int MaxSteps = 256;

    private readonly Dictionary<Value, int> _known = [];
    private readonly HashSet<Value> _asked = [];
    /// <summary>A value was asked for that is being found: what comes out holds for the outermost value alone.</summary>
    private bool _assumed;
    private int _steps;

    /// <summary>1, 2, 4, 8 or 16.</summary>
    public int Of(Value value)
    {
        _asked.Clear();
        _assumed = false;
        _steps = 0;
        return 1 << Find(value, 0);
    }

    /// <summary>
    /// The exponent. A value that is asked for while it is being found counts as a multiple of everything: all rules are sums, minima
    /// and additions of constants, so that what comes out of a circle is true of every turn.
    /// </summary>
    private int Find(Value value, int depth)
    {
        if (value is Constant constant)
            return constant.Bits == 0 ? Top : Math.Min(BitOperations.TrailingZeroCount(constant.Bits), Top);
        if (_known.TryGetValue(value, out int known))
            return known;
        if (value is Parameter || depth == MaxDepth || _steps++ > MaxSteps)
            return 0;
        if (!_asked.Add(value))
        {
            _assumed = true;
            return Top;
        }
        int result = value is BlockParameter parameter ? Incoming(parameter, depth) : Find((Instruction)value, depth);
        result = Math.Clamp(result, 0, Top);
        _asked.Remove(value);
        if (!_assumed || depth == 0)
            _known[value] = result;
        return result;
    }

    private int Incoming(BlockParameter parameter, int depth)
    {
        int index = parameter.Owner.Parameters.IndexOf(parameter), least = Top;
        foreach (var place in flow.Predecessors(parameter.Owner))
            least = Math.Min(least, least == 0 ? 0 : Find(place.Edge.Arguments[index], depth + 1));
        return least;
    }

    private int Find(Instruction instruction, int depth)
    {
        var operands = instruction.Operands;
        int At(int operand) => Find(operands[operand], depth + 1);
        switch (instruction.Op)
        {
            case Opcode.Alloca or Opcode.SharedAlloca:
                return instruction.Immediate >= Largest ? Top : BitOperations.TrailingZeroCount(Math.Max(1, instruction.Immediate2));
            case Opcode.DynamicShared:
                return Top;
            case Opcode.PtrAdd:
                int offset = instruction.Immediate2 == 0 ? Top : BitOperations.TrailingZeroCount(instruction.Immediate2);
                int scale = instruction.Immediate == 0 ? Top : BitOperations.TrailingZeroCount(instruction.Immediate);
                int start = Math.Min(offset, At(0));
                return start == 0 ? 0 : Math.Min(start, scale >= Top ? Top : scale + At(1));
            case Opcode.Add or Opcode.Sub or Opcode.Or or Opcode.Xor or Opcode.MinS or Opcode.MaxS:
                int first = At(0);
                return first == 0 ? 0 : Math.Min(first, At(1));
            case Opcode.Select:
                int second = At(1);
                return second == 0 ? 0 : Math.Min(second, At(2));
            case Opcode.Mul:
                return At(0) + At(1);
            case Opcode.And:
                return Math.Max(At(0), At(1));
            case Opcode.Shl when operands[1] is Constant count:
                return At(0) + ((int)count.Bits & (instruction.Type.Bits - 1));
            case Opcode.Neg or Opcode.SExt or Opcode.ZExt or Opcode.Trunc or Opcode.BitCast or Opcode.PtrToInt or Opcode.IntToPtr
                when !operands[0].Type.IsFloat:
                return At(0);
            default:
                return 0;
        }
    }
}
