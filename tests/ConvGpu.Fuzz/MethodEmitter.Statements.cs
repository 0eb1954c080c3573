using System.Reflection.Emit;
using ILGPU;

namespace ConvGpu.Fuzz;

internal sealed partial class MethodEmitter
{
    private const int SharedSize = 64;

    public void EmitKernel(Node body)
    {
        Call(typeof(Grid), "get_IdxX");
        Call(typeof(Group), "get_DimX");
        _il.Emit(OpCodes.Mul);
        Call(typeof(Group), "get_IdxX");
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Stloc, _at);
        Allocate(typeof(SharedMemory), typeof(int), SharedSize, _shared);
        Allocate(typeof(SharedMemory), typeof(float), SharedSize, _sharedFloats);
        Prologue();
        Exchange('i', 0, new Node("thread.i"), new Node("thread.i"));
        Exchange('f', 0, new Node("const.f"), new Node("thread.i"));
        Statement(body);
        // what the locals hold shows in the outputs, whatever the program stored
        foreach (char type in Numbers)
            for (int i = 0; i < 3; i++)
                Output(type, i + 1, new Node("const.i", i), new Node("local." + type, i));
        _il.Emit(OpCodes.Ret);
    }

    public void EmitFunction(Node body, Node result)
    {
        Prologue();
        Statement(body);
        Expression(result);
        _il.Emit(OpCodes.Ret);
    }

    /// <summary>Gives every variable a value, as C# demands.</summary>
    private void Prologue()
    {
        for (int t = 0; t < Numbers.Length; t++)
            for (int i = 0; i < 3; i++)
            {
                Constant(Numbers[t], Numbers[t] switch { 'f' => BitConverter.SingleToInt32Bits(i + 0.5f), 'd' => BitConverter.DoubleToInt64Bits(i + 0.25), _ => i });
                _il.Emit(OpCodes.Stloc, _locals[t][i]);
            }
        foreach (var counter in _counters)
        {
            _il.Emit(OpCodes.Ldc_I4_0);
            _il.Emit(OpCodes.Stloc, counter);
        }
        _il.Emit(OpCodes.Ldc_I4_4);
        _il.Emit(OpCodes.Newarr, typeof(int));
        _il.Emit(OpCodes.Stloc, _array);
        Allocate(typeof(LocalMemory), typeof(float), 8, _tile);
        for (int i = 0; i < 8; i++)
        {
            ArrayAddress('f', new Node("const.i", i));
            _il.Emit(OpCodes.Ldc_R4, i * 1.25f);
            _il.Emit(OpCodes.Stind_R4);
        }
    }

    private void Allocate(Type memory, Type element, int count, LocalBuilder view)
    {
        _il.Emit(OpCodes.Ldc_I4, count);
        _il.Emit(OpCodes.Call, memory.GetMethods().First(method => method.Name == "Allocate" && method.GetParameters().Length == 1).MakeGenericMethod(element));
        _il.Emit(OpCodes.Stloc, view);
    }

    private void Statement(Node node)
    {
        var kids = node.Kids;
        switch (node.Op)
        {
            case "block":
                foreach (var kid in kids)
                    Statement(kid);
                break;
            case "set.i" or "set.l" or "set.f" or "set.d":
                Expression(kids[0]);
                _il.Emit(OpCodes.Stloc, Local(node));
                break;
            case "output.i" or "output.l" or "output.f" or "output.d":
                Output(node.Type, node.Value, kids[0], kids[1]);
                break;
            case "setarray.i" or "setarray.f":
                ArrayAddress(node.Type, kids[0]);
                Expression(kids[1].Type == node.Type ? kids[1] : new Node($"from{kids[1].Type}.{node.Type}", kids[1]));
                Indirect(node.Type, load: false);
                break;
            case "setref":
                _il.Emit(OpCodes.Ldarg_2);
                Expression(kids[0]);
                _il.Emit(OpCodes.Stind_I4);
                break;
            case "if":
                If(() => Condition(kids[0]), kids[1], kids[2]);
                break;
            case "uniformif":
                If(() => UniformCondition(node.Value), kids[0], kids[1]);
                break;
            case "for":
                For(node);
                break;
            case "dowhile":
                DoWhile(node);
                break;
            case "switch":
                Switch(node);
                break;
            case "addressof":
                AddressOf(node);
                break;
            case "break" or "continue":
                if (_loops.TryPeek(out var loop))
                    _il.Emit(OpCodes.Br, node.Op == "break" ? loop.Break : loop.Continue);
                break;
            case "return":
                _il.Emit(OpCodes.Ret);
                break;
            case "atomic":
                Atomic(node);
                break;
            case "exchange.i" or "exchange.f":
                Exchange(node.Type, (int)node.Value, kids[0], kids[1]);
                break;
            case "vote":
                Condition(kids[0]);
                Call(typeof(Group), "BarrierPopCount", typeof(bool));
                _il.Emit(OpCodes.Stloc, _locals[0][node.Value]);
                break;
            default:
                throw new FormatException($"There is no statement {node.Op}.");
        }
    }

    /// <summary>Stores to one of the item's own places, or adds to it.</summary>
    private void Output(char type, long mode, Node index, Node value)
    {
        _il.Emit(OpCodes.Ldarga, 4 + Numbers.IndexOf(type));
        _il.Emit(OpCodes.Ldloc, _at);
        _il.Emit(OpCodes.Ldc_I4_4);
        _il.Emit(OpCodes.Mul);
        Masked(index, 3);
        _il.Emit(OpCodes.Add);
        Item(ClrType(type));
        if (mode == 0)
            Expression(value);
        else
        {
            _il.Emit(OpCodes.Dup);
            Indirect(type, load: true);
            Expression(value);
            _il.Emit(OpCodes.Add);
        }
        Indirect(type, load: false);
    }

    private void If(Action condition, Node then, Node otherwise)
    {
        Label other = _il.DefineLabel(), end = _il.DefineLabel();
        condition();
        _il.Emit(OpCodes.Brfalse, other);
        Statement(then);
        _il.Emit(OpCodes.Br, end);
        _il.MarkLabel(other);
        Statement(otherwise);
        _il.MarkLabel(end);
    }

    /// <summary>The same for all items of a group.</summary>
    private void UniformCondition(long kind)
    {
        if (kind < 2)
            _il.Emit(OpCodes.Ldarg, 10);
        else
            Call(typeof(Grid), "get_IdxX");
        _il.Emit(OpCodes.Ldc_I4, kind switch { 0 => 2, 1 => 5, 2 => 1, _ => 0 });
        _il.Emit(OpCodes.Cgt);
    }

    private void For(Node node)
    {
        var counter = _counters[node.Value];
        var limit = _il.DeclareLocal(typeof(int));
        Label test = _il.DefineLabel(), body = _il.DefineLabel(), step = _il.DefineLabel(), end = _il.DefineLabel();
        Masked(node.Kids[0], 7);
        _il.Emit(OpCodes.Stloc, limit);
        _il.Emit(OpCodes.Ldc_I4_0);
        _il.Emit(OpCodes.Stloc, counter);
        _il.Emit(OpCodes.Br, test);
        _il.MarkLabel(body);
        _loops.Push((end, step));
        Statement(node.Kids[1]);
        _loops.Pop();
        _il.MarkLabel(step);
        Increment(counter);
        _il.MarkLabel(test);
        _il.Emit(OpCodes.Ldloc, counter);
        _il.Emit(OpCodes.Ldloc, limit);
        _il.Emit(OpCodes.Blt, body);
        _il.MarkLabel(end);
    }

    private void DoWhile(Node node)
    {
        var counter = _counters[node.Value];
        Label body = _il.DefineLabel(), test = _il.DefineLabel(), end = _il.DefineLabel();
        _il.Emit(OpCodes.Ldc_I4_0);
        _il.Emit(OpCodes.Stloc, counter);
        _il.MarkLabel(body);
        _loops.Push((end, test));
        Statement(node.Kids[1]);
        _loops.Pop();
        _il.MarkLabel(test);
        Increment(counter);
        _il.Emit(OpCodes.Ldloc, counter);
        Masked(node.Kids[0], 7);
        _il.Emit(OpCodes.Blt, body);
        _il.MarkLabel(end);
    }

    private void Increment(LocalBuilder counter)
    {
        _il.Emit(OpCodes.Ldloc, counter);
        _il.Emit(OpCodes.Ldc_I4_1);
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Stloc, counter);
    }

    private void Switch(Node node)
    {
        var ways = Enumerable.Range(0, node.Kids.Length - 2).Select(_ => _il.DefineLabel()).ToArray();
        var end = _il.DefineLabel();
        Masked(node.Kids[0], 3);
        _il.Emit(OpCodes.Switch, ways);
        Statement(node.Kids[^1]);
        _il.Emit(OpCodes.Br, end);
        for (int i = 0; i < ways.Length; i++)
        {
            _il.MarkLabel(ways[i]);
            Statement(node.Kids[i + 1]);
            _il.Emit(OpCodes.Br, end);
        }
        _il.MarkLabel(end);
    }

    /// <summary>Adds to a variable or an array element, whichever a condition says: a reference that stays on the stack across blocks.</summary>
    private void AddressOf(Node node)
    {
        Label other = _il.DefineLabel(), end = _il.DefineLabel();
        Condition(node.Kids[0]);
        _il.Emit(OpCodes.Brfalse, other);
        _il.Emit(OpCodes.Ldloca, _locals[0][node.Value]);
        _il.Emit(OpCodes.Br, end);
        _il.MarkLabel(other);
        ArrayAddress('i', new Node("const.i", node.Value));
        _il.MarkLabel(end);
        _il.Emit(OpCodes.Dup);
        _il.Emit(OpCodes.Ldind_I4);
        Expression(node.Kids[1]);
        _il.Emit(OpCodes.Add);
        _il.Emit(OpCodes.Stind_I4);
    }

    /// <summary>Each operation has its own place: then the order does not matter.</summary>
    private void Atomic(Node node)
    {
        string[] operations = ["Add", "And", "Or", "Xor", "Min", "Max"];
        _il.Emit(OpCodes.Ldarga, 8);
        _il.Emit(OpCodes.Ldc_I4, (int)node.Value);
        Item(typeof(int));
        Expression(node.Kids[0]);
        Call(typeof(Atomic), operations[node.Value], typeof(int).MakeByRefType(), typeof(int));
        _il.Emit(OpCodes.Pop);
    }

    /// <summary>Every item writes its place of shared memory and, behind a barrier, reads another's.</summary>
    private void Exchange(char type, int local, Node value, Node index)
    {
        var shared = type == 'i' ? _shared : _sharedFloats;
        _il.Emit(OpCodes.Ldloca, shared);
        Call(typeof(Group), "get_IdxX");
        Item(ClrType(type));
        Expression(value);
        Indirect(type, load: false);
        Call(typeof(Group), "Barrier");
        _il.Emit(OpCodes.Ldloca, shared);
        Masked(index, SharedSize - 1);
        Call(typeof(Group), "get_DimX");
        _il.Emit(OpCodes.Rem);
        Item(ClrType(type));
        Indirect(type, load: true);
        _il.Emit(OpCodes.Stloc, _locals[Numbers.IndexOf(type)][local]);
        Call(typeof(Group), "Barrier");
    }
}
