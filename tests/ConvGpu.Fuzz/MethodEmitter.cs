using System.Numerics;
using System.Reflection;
using System.Reflection.Emit;
using ILGPU;

namespace ConvGpu.Fuzz;

/// <summary>The IL of one method of a random program: expressions.</summary>
internal sealed partial class MethodEmitter
{
    private const string Numbers = "ilfd";
    private readonly ProgramEmitter _program;
    private readonly ILGenerator _il;
    private readonly bool _spill;
    private readonly bool _isKernel;
    private readonly LocalBuilder[][] _locals;
    private readonly LocalBuilder[] _counters = new LocalBuilder[3];
    private readonly LocalBuilder _array;
    private readonly LocalBuilder _tile;
    private readonly LocalBuilder _at;
    private readonly LocalBuilder _shared;
    private readonly LocalBuilder _sharedFloats;
    private readonly Stack<(Label Break, Label Continue)> _loops = [];

    /// <param name="program">Knows the other methods.</param>
    /// <param name="il">Where the code goes.</param>
    /// <param name="spill">Write as a Debug build does: conditions and results through locals.</param>
    /// <param name="isKernel">Has the kernel's parameters; else those of a function.</param>
    public MethodEmitter(ProgramEmitter program, ILGenerator il, bool spill, bool isKernel)
    {
        _program = program;
        _il = il;
        _spill = spill;
        _isKernel = isKernel;
        _locals = [.. Numbers.Select(type => Enumerable.Range(0, 3).Select(_ => il.DeclareLocal(ClrType(type))).ToArray())];
        for (int i = 0; i < _counters.Length; i++)
            _counters[i] = il.DeclareLocal(typeof(int));
        _array = il.DeclareLocal(typeof(int[]));
        _tile = il.DeclareLocal(typeof(ArrayView<float>));
        _at = il.DeclareLocal(typeof(int));
        _shared = il.DeclareLocal(typeof(ArrayView<int>));
        _sharedFloats = il.DeclareLocal(typeof(ArrayView<float>));
    }

    public static Type ClrType(char type) => type switch
    {
        'i' => typeof(int),
        'l' => typeof(long),
        'f' => typeof(float),
        'd' => typeof(double),
        _ => typeof(bool),
    };

    private LocalBuilder Local(Node node) => _locals[Numbers.IndexOf(node.Type)][node.Value];

    private void Expression(Node node)
    {
        char type = node.Type;
        string op = node.Op[..^2];
        switch (op)
        {
            case "const":
                Constant(type, node.Value);
                return;
            case "local":
                _il.Emit(OpCodes.Ldloc, Local(node));
                return;
            case "counter":
                _il.Emit(OpCodes.Ldloc, _counters[node.Value]);
                return;
            case "argument":
                _il.Emit(OpCodes.Ldarg, type == 'i' ? 0 : 1);
                return;
            case "thread":
                Call(typeof(Group), "get_IdxX");
                return;
            case "group":
                Call(typeof(Grid), "get_IdxX");
                return;
            case "count":
                _il.Emit(OpCodes.Ldarg, 10);
                return;
            case "narrow":
                _il.Emit(OpCodes.Ldarga, 9);
                _il.Emit(OpCodes.Ldloc, _at);
                Item(typeof(sbyte));
                _il.Emit(OpCodes.Ldind_I1);
                return;
            case "input":
                Input(type, node.Value);
                return;
            case "array":
                ArrayAddress(type, node.Kids[0]);
                Indirect(type, load: true);
                return;
            case "select":
                Select(node);
                return;
            case "call":
                Expression(node.Kids[0]);
                Expression(node.Kids[1]);
                _il.Emit(OpCodes.Ldloca, Local(node.Kids[2]));
                _il.Emit(OpCodes.Call, _program.Function(node.Value));
                return;
            case "fromi" or "froml" or "fromf" or "fromd":
                Expression(node.Kids[0]);
                _il.Emit(type switch { 'i' => OpCodes.Conv_I4, 'l' => OpCodes.Conv_I8, 'f' => OpCodes.Conv_R4, _ => OpCodes.Conv_R8 });
                return;
        }
        if (node.Kids.Length == 1)
            Unary(op, type, node.Kids[0]);
        else
            Binary(op, type, node.Kids[0], node.Kids[1]);
    }

    private void Constant(char type, long bits)
    {
        switch (type)
        {
            case 'i':
                _il.Emit(OpCodes.Ldc_I4, (int)bits);
                break;
            case 'l':
                _il.Emit(OpCodes.Ldc_I8, bits);
                break;
            case 'f':
                _il.Emit(OpCodes.Ldc_R4, BitConverter.Int32BitsToSingle((int)bits));
                break;
            default:
                _il.Emit(OpCodes.Ldc_R8, BitConverter.Int64BitsToDouble(bits));
                break;
        }
    }

    private void Unary(string op, char type, Node operand)
    {
        Expression(operand);
        switch (op)
        {
            case "neg":
                _il.Emit(OpCodes.Neg);
                break;
            case "not":
                _il.Emit(OpCodes.Not);
                break;
            case "sbyte":
                _il.Emit(OpCodes.Conv_I1);
                break;
            case "byte":
                _il.Emit(OpCodes.Conv_U1);
                break;
            case "short":
                _il.Emit(OpCodes.Conv_I2);
                break;
            case "ushort":
                _il.Emit(OpCodes.Conv_U2);
                break;
            case "uint":
                _il.Emit(OpCodes.Conv_U4);
                _il.Emit(OpCodes.Conv_U8);
                break;
            case "popcount":
                Call(typeof(BitOperations), "PopCount", typeof(uint));
                break;
            case "clz":
                Call(typeof(BitOperations), "LeadingZeroCount", typeof(uint));
                break;
            case "abs" or "sqrt" or "floor" or "round":
                string name = char.ToUpperInvariant(op[0]) + op[1..];
                Call(type == 'f' ? typeof(MathF) : typeof(Math), name, ClrType(type));
                break;
            default:
                throw new FormatException($"There is no operation {op}.{type}.");
        }
    }

    private void Binary(string op, char type, Node left, Node right)
    {
        Expression(left);
        Expression(right);
        bool integer = type is 'i' or 'l';
        switch (op)
        {
            case "div" or "rem" when integer:
                PositiveDivisor(type);
                _il.Emit(op == "div" ? OpCodes.Div : OpCodes.Rem);
                break;
            case "divu":
                PositiveDivisor(type);
                _il.Emit(OpCodes.Div_Un);
                break;
            case "shl" or "shr" or "shru":
                if (type == 'l')
                    _il.Emit(OpCodes.Conv_I4);
                _il.Emit(OpCodes.Ldc_I4, type == 'l' ? 63 : 31);
                _il.Emit(OpCodes.And);
                _il.Emit(op switch { "shl" => OpCodes.Shl, "shr" => OpCodes.Shr, _ => OpCodes.Shr_Un });
                break;
            case "min" or "max":
                Call(integer ? typeof(Math) : typeof(OpaqueMath), op == "min" ? "Min" : "Max", ClrType(type), ClrType(type));
                break;
            default:
                _il.Emit(op switch
                {
                    "add" => OpCodes.Add,
                    "sub" => OpCodes.Sub,
                    "mul" => OpCodes.Mul,
                    "div" => OpCodes.Div,
                    "and" => OpCodes.And,
                    "or" => OpCodes.Or,
                    "xor" => OpCodes.Xor,
                    _ => throw new FormatException($"There is no operation {op}.{type}."),
                });
                break;
        }
    }

    /// <summary>Makes the divisor 1 to 256: neither zero nor -1.</summary>
    private void PositiveDivisor(char type)
    {
        Constant(type, 255);
        _il.Emit(OpCodes.And);
        Constant(type, 1);
        _il.Emit(OpCodes.Add);
    }

    /// <summary>A ternary: its value stays on the stack across blocks.</summary>
    private void Select(Node node)
    {
        Label other = _il.DefineLabel(), end = _il.DefineLabel();
        Condition(node.Kids[0]);
        _il.Emit(OpCodes.Brfalse, other);
        Expression(node.Kids[1]);
        _il.Emit(OpCodes.Br, end);
        _il.MarkLabel(other);
        Expression(node.Kids[2]);
        _il.MarkLabel(end);
    }

    private void Condition(Node node)
    {
        switch (node.Op)
        {
            case "and.b" or "or.b":
                Label shortcut = _il.DefineLabel(), end = _il.DefineLabel();
                Condition(node.Kids[0]);
                _il.Emit(node.Op == "and.b" ? OpCodes.Brfalse : OpCodes.Brtrue, shortcut);
                Condition(node.Kids[1]);
                _il.Emit(OpCodes.Br, end);
                _il.MarkLabel(shortcut);
                _il.Emit(node.Op == "and.b" ? OpCodes.Ldc_I4_0 : OpCodes.Ldc_I4_1);
                _il.MarkLabel(end);
                break;
            case "not.b":
                Condition(node.Kids[0]);
                _il.Emit(OpCodes.Ldc_I4_0);
                _il.Emit(OpCodes.Ceq);
                break;
            default:
                Comparison(node);
                break;
        }
        if (_spill)
        {
            var temporary = _il.DeclareLocal(typeof(bool));
            _il.Emit(OpCodes.Stloc, temporary);
            _il.Emit(OpCodes.Ldloc, temporary);
        }
    }

    /// <summary>As C# writes comparisons: the negated ones are the opposite, unordered where floats are compared.</summary>
    private void Comparison(Node node)
    {
        Expression(node.Kids[0]);
        Expression(node.Kids[1]);
        bool isFloat = node.Kids[0].Type is 'f' or 'd';
        var (code, negate) = node.Op switch
        {
            "lt.b" => (OpCodes.Clt, false),
            "gt.b" => (OpCodes.Cgt, false),
            "le.b" => (isFloat ? OpCodes.Cgt_Un : OpCodes.Cgt, true),
            "ge.b" => (isFloat ? OpCodes.Clt_Un : OpCodes.Clt, true),
            "eq.b" => (OpCodes.Ceq, false),
            _ => (OpCodes.Ceq, true),
        };
        _il.Emit(code);
        if (!negate)
            return;
        _il.Emit(OpCodes.Ldc_I4_0);
        _il.Emit(OpCodes.Ceq);
    }

    // Memory

    private void Input(char type, long place)
    {
        int view = Numbers.IndexOf(type);
        _il.Emit(OpCodes.Ldarga, view);
        _il.Emit(OpCodes.Ldloc, _at);
        _il.Emit(OpCodes.Ldc_I4, (int)place);
        _il.Emit(OpCodes.Add);
        Item(ClrType(type));
        Indirect(type, load: true);
    }

    private void ArrayAddress(char type, Node index)
    {
        if (type == 'i')
        {
            _il.Emit(OpCodes.Ldloc, _array);
            Masked(index, 3);
            _il.Emit(OpCodes.Ldelema, typeof(int));
            return;
        }
        _il.Emit(OpCodes.Ldloca, _tile);
        Masked(index, 7);
        Item(typeof(float));
    }

    private void Masked(Node index, int mask)
    {
        Expression(index);
        _il.Emit(OpCodes.Ldc_I4, mask);
        _il.Emit(OpCodes.And);
    }

    private void Indirect(char type, bool load) => _il.Emit((type, load) switch
    {
        ('i', true) => OpCodes.Ldind_I4,
        ('l', true) => OpCodes.Ldind_I8,
        ('f', true) => OpCodes.Ldind_R4,
        ('d', true) => OpCodes.Ldind_R8,
        ('i', false) => OpCodes.Stind_I4,
        ('l', false) => OpCodes.Stind_I8,
        ('f', false) => OpCodes.Stind_R4,
        _ => OpCodes.Stind_R8,
    });

    private void Item(Type element) =>
        _il.Emit(OpCodes.Call, typeof(ArrayView<>).MakeGenericType(element).GetMethod("get_Item", [typeof(int)])!);

    private void Call(Type type, string name, params Type[] parameters) =>
        _il.Emit(OpCodes.Call, type.GetMethod(name, BindingFlags.Public | BindingFlags.Static, parameters)!);
}
