using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Compiler.Tests.Passes;

/// <summary>
/// Random kernels in the form the frontend gives: variables in allocas, bools as integers, structured loops and branches, a local
/// array indexed by expressions, shared memory between barriers. Parameters: pointer to `Words` i32 in, pointer to out, an i32.
/// Every item writes only its own part of out.
/// </summary>
internal sealed partial class RandomIr
{
    public const int Words = 64;
    private const int Variables = 5, ArrayLength = 8;

    private readonly Random _random;
    private readonly Function _function;
    private readonly IrBuilder _build;
    private readonly List<Instruction> _integers = [];
    private readonly List<Instruction> _floats = [];
    private readonly Instruction _array, _shared, _out;
    private readonly Stack<(Block Exit, Block Next)> _loops = [];
    private int _budget;

    private RandomIr(int seed, bool bursts)
    {
        _bursts = bursts;
        _random = new Random(seed);
        _function = new Function($"random{seed}");
        var input = _function.AddParameter(IrType.Pointer(AddressSpace.Global), "input");
        var output = _function.AddParameter(IrType.Pointer(AddressSpace.Global), "output");
        var scalar = _function.AddParameter(IrType.I32, "scalar");
        _build = new IrBuilder(_function) { Block = _function.AddBlock() };
        for (int i = 0; i < Variables; i++)
        {
            _integers.Add(Allocate(Opcode.Alloca, AddressSpace.Local, 4));
            _floats.Add(Allocate(Opcode.Alloca, AddressSpace.Local, 4));
        }
        _array = Allocate(Opcode.Alloca, AddressSpace.Local, ArrayLength * 4);
        _shared = Allocate(Opcode.SharedAlloca, AddressSpace.Shared, Words * 4);
        if (bursts)
            _tile = Allocate(Opcode.Alloca, AddressSpace.Local, TileBytes);
        var item = _build.Emit(Opcode.ThreadIndex, IrType.I32);
        var index = _build.Binary(Opcode.Add, _build.Binary(Opcode.Mul, Group(0), GroupSize()), item);
        _out = _build.PtrAdd(output, index, (Variables * 2 + 2) * 4, 0);
        for (int i = 0; i < Variables; i++)
        {
            _build.Store(_integers[i], i == 0 ? scalar : i == 1 ? index : _build.Load(Masked(input, index, i), IrType.I32));
            _build.Store(_floats[i], _build.Convert(Opcode.SToF, _build.Load(_integers[i], IrType.I32), IrType.F32));
        }
        for (int i = 0; i < ArrayLength; i++)
            _build.Store(_build.PtrAdd(_array, _function.Int(i), 4, 0), _function.Int(i * 3));
        _input = input;
        _budget = _random.Next(10, 60);
        while (_budget > 0)
        {
            Statement(0);
            if (_random.Next(6) == 0)
                Exchange(item);
        }
        for (int i = 0; i < Variables; i++)
        {
            _build.Store(_build.PtrAdd(_out, _function.Int(0), 1, i * 4), _build.Load(_integers[i], IrType.I32));
            _build.Store(_build.PtrAdd(_out, _function.Int(0), 1, (Variables + i) * 4), _build.Load(_floats[i], IrType.F32));
        }
        _build.Store(_build.PtrAdd(_out, _function.Int(0), 1, Variables * 8), _build.Load(_build.PtrAdd(_array, _function.Int(3), 4, 0), IrType.I32));
        _build.Return();
    }

    private readonly Parameter _input;

    public static int BytesPerItem => (Variables * 2 + 2) * 4;

    /// <param name="seed">Same seed, same program.</param>
    /// <param name="bursts">With accesses to neighbouring elements, among other accesses to the same memory.</param>
    public static Function Make(int seed, bool bursts = false) => new RandomIr(seed, bursts)._function;

    private Instruction Allocate(Opcode op, AddressSpace space, int bytes)
    {
        var result = _build.Emit(op, IrType.Pointer(space));
        (result.Immediate, result.Immediate2) = (bytes, 4);
        return result;
    }

    private Instruction Group(int dimension)
    {
        var result = _build.Emit(Opcode.GroupIndex, IrType.I32);
        result.Immediate = dimension;
        return result;
    }

    private Instruction GroupSize() => _build.Emit(Opcode.GroupDimension, IrType.I32);

    private Instruction Masked(Value pointer, Value index, int add) =>
        _build.PtrAdd(pointer, _build.Binary(Opcode.And, _build.Binary(Opcode.Add, index, _function.Int(add)), _function.Int(Words - 1)), 4, 0);

    private Instruction Element() =>
        _build.PtrAdd(_array, _build.Binary(Opcode.And, Integer(1), _function.Int(ArrayLength - 1)), 4, 0);

    private void Exchange(Value item)
    {
        _build.Store(Masked(_shared, item, 0), Integer(1));
        _build.Emit(Opcode.Barrier, IrType.Void);
        _build.Store(Pick(_integers), _build.Load(Masked(_shared, item, 0), IrType.I32));
        _build.Emit(Opcode.Barrier, IrType.Void);
    }

    private Value Pick(List<Instruction> from) => from[_random.Next(from.Count)];

    private void Statement(int depth)
    {
        _budget--;
        if (_bursts && _random.Next(3) == 0)
            Burst();
        switch (_random.Next(depth > 2 ? 6 : 10))
        {
            case 0 or 1 or 2:
                _build.Store(Pick(_integers), Integer(3));
                break;
            case 3 or 4:
                _build.Store(Pick(_floats), Float(3));
                break;
            case 5:
                _build.Store(Element(), Integer(2));
                break;
            case 6 or 7:
                If(depth);
                break;
            case 8:
                Loop(depth);
                break;
            default:
                if (_random.Next(3) == 0)
                    Switch(depth);
                else if (_loops.TryPeek(out var loop) && _random.Next(2) == 0)
                    Leave(loop);
                else
                    If(depth);
                break;
        }
    }

    private void Body(int depth, Block next)
    {
        int count = _random.Next(1, 4);
        for (int i = 0; i < count; i++)
            Statement(depth + 1);
        _build.Jump(next);
    }

    private void If(int depth)
    {
        var (then, otherwise, join) = (_function.AddBlock(), _function.AddBlock(), _function.AddBlock());
        _build.Branch(Condition(), new Edge(then), new Edge(otherwise));
        _build.Block = then;
        Body(depth, join);
        _build.Block = otherwise;
        if (_random.Next(2) == 0)
            Body(depth, join);
        else
            _build.Jump(join);
        _build.Block = join;
    }

    private void Leave((Block Exit, Block Next) loop)
    {
        var rest = _function.AddBlock();
        _build.Branch(Condition(), new Edge(_random.Next(2) == 0 ? loop.Exit : loop.Next), new Edge(rest));
        _build.Block = rest;
    }

    private void Switch(int depth)
    {
        var join = _function.AddBlock();
        Block[] cases = [.. Enumerable.Range(0, _random.Next(2, 6)).Select(_ => _random.Next(4) == 0 ? join : _function.AddBlock())];
        _build.Block.Terminator = new Switch(_build.Binary(Opcode.And, Integer(1), _function.Int(7)), [.. cases.Select(block => new Edge(block))]);
        foreach (var block in cases.Distinct().Where(block => block != join))
        {
            _build.Block = block;
            Body(depth, join);
        }
        _build.Block = join;
    }

    private void Loop(int depth)
    {
        var counter = Allocate(depth);
        int first = _random.Next(-3, 4), step = _random.Next(1, 3);
        Value limit = _random.Next(3) == 0 ? _build.Binary(Opcode.And, Integer(1), _function.Int(7)) : _function.Int(first + _random.Next(0, 9));
        _build.Store(counter, _function.Int(first));
        var (header, body, next, exit) = (_function.AddBlock(), _function.AddBlock(), _function.AddBlock(), _function.AddBlock());
        _build.Jump(header);
        _build.Block = header;
        _build.Branch(_build.Compare(Opcode.CmpLt, _build.Load(counter, IrType.I32), limit), new Edge(body), new Edge(exit));
        _build.Block = body;
        _build.Store(Pick(_integers), _build.Binary(Opcode.Add, _build.Load(Pick(_integers), IrType.I32), _build.Load(counter, IrType.I32)));
        if (_random.Next(2) == 0)
            _build.Store(_build.PtrAdd(_array, _build.Binary(Opcode.And, _build.Load(counter, IrType.I32), _function.Int(ArrayLength - 1)), 4, 0), Integer(1));
        _loops.Push((exit, next));
        Body(depth, next);
        _loops.Pop();
        _build.Block = next;
        _build.Store(counter, _build.Binary(Opcode.Add, _build.Load(counter, IrType.I32), _function.Int(step)));
        _build.Jump(header);
        _build.Block = exit;
    }

    private Instruction Allocate(int depth)
    {
        _ = depth;
        var place = _function.Create(Opcode.Alloca, IrType.Pointer(AddressSpace.Local));
        (place.Immediate, place.Immediate2) = (4, 4);
        _function.Entry.Instructions.Insert(0, place);
        return place;
    }

    private Value Integer(int depth)
    {
        if (depth == 0 || _random.Next(5) == 0)
            return _random.Next(3) switch
            {
                0 => _function.Int(_random.Next(4) == 0 ? _random.Next(int.MinValue, int.MaxValue) : _random.Next(-4, 20)),
                1 => _build.Load(Element(0), IrType.I32),
                _ => _build.Load(Pick(_integers), IrType.I32),
            };
        Opcode[] ops = [Opcode.Add, Opcode.Add, Opcode.Sub, Opcode.Mul, Opcode.And, Opcode.Or, Opcode.Xor, Opcode.Shl, Opcode.ShrS, Opcode.ShrU,
            Opcode.MinS, Opcode.MaxU, Opcode.MulHiS];
        switch (_random.Next(9))
        {
            case 0:
                return _build.Convert(Opcode.ZExt, Condition(), IrType.I32);
            case 1:
                return _build.Select(Condition(), Integer(depth - 1), Integer(depth - 1));
            case 2:
                return _build.Binary(_random.Next(2) == 0 ? Opcode.DivS : Opcode.RemU, Integer(depth - 1), _function.Int(_random.Next(1, 20)));
            case 3:
                return _build.Convert(Opcode.FToS, Float(depth - 1), IrType.I32);
            case 4:
                var wide = _build.Binary(Opcode.Mul, _build.Convert(Opcode.SExt, Integer(depth - 1), IrType.I64), _build.Convert(Opcode.ZExt, Integer(depth - 1), IrType.I64));
                return _build.Convert(Opcode.Trunc, _random.Next(2) == 0 ? wide : _build.Binary(Opcode.ShrS, wide, _function.Long(7)), IrType.I32);
            case 5:
                return _build.Load(Masked(_input, Integer(depth - 1), 0), IrType.I32);
            case 6:
                return _build.Convert(_random.Next(2) == 0 ? Opcode.SExt : Opcode.ZExt,
                    _build.Convert(Opcode.Trunc, Integer(depth - 1), _random.Next(2) == 0 ? IrType.I8 : IrType.I16), IrType.I32);
            default:
                return _build.Binary(ops[_random.Next(ops.Length)], Integer(depth - 1), Integer(depth - 1));
        }
    }

    private Instruction Element(int depth)
    {
        _ = depth;
        return _random.Next(2) == 0 ? _build.PtrAdd(_array, _function.Int(_random.Next(ArrayLength)), 4, 0)
            : _build.PtrAdd(_array, _build.Binary(Opcode.And, _build.Load(Pick(_integers), IrType.I32), _function.Int(ArrayLength - 1)), 4, 0);
    }

    private Value Float(int depth)
    {
        if (depth == 0 || _random.Next(4) == 0)
            return _random.Next(3) switch
            {
                0 => _function.Float(_random.Next(6) switch { 0 => 0f, 1 => -0f, 2 => 1f, 3 => -1f, 4 => float.NaN, _ => _random.Next(-8, 9) * 0.5f }),
                1 => _build.Convert(Opcode.SToF, Integer(0), IrType.F32),
                _ => _build.Load(Pick(_floats), IrType.F32),
            };
        Opcode[] ops = [Opcode.Add, Opcode.Sub, Opcode.Mul, Opcode.FDiv, Opcode.FMin, Opcode.FMax];
        return _random.Next(7) switch
        {
            0 => _build.Unary(Opcode.Neg, Float(depth - 1)),
            1 => _build.Unary(Opcode.Abs, Float(depth - 1)),
            2 => _build.Convert(Opcode.FConvert, _build.Binary(ops[_random.Next(4)], Widened(depth), Widened(depth)), IrType.F32),
            3 => _build.Select(Condition(), Float(depth - 1), Float(depth - 1)),
            _ => _build.Binary(ops[_random.Next(ops.Length)], Float(depth - 1), Float(depth - 1)),
        };
    }

    private Instruction Widened(int depth) => _build.Convert(Opcode.FConvert, Float(depth - 1), IrType.F64);

    private Value Condition()
    {
        var op = (Opcode)((int)Opcode.CmpEq + _random.Next(10));
        Value result = _random.Next(3) == 0 ? _build.Compare(op, Float(1), Float(1)) : _build.Compare(op, Integer(1), Integer(1));
        return _random.Next(4) switch
        {
            // The detour through an integer that IL takes.
            0 => _build.Compare(_random.Next(2) == 0 ? Opcode.CmpEq : Opcode.CmpNe, _build.Convert(Opcode.ZExt, result, IrType.I32), _function.Int(0)),
            1 => _build.Binary(_random.Next(2) == 0 ? Opcode.And : Opcode.Or, result, _build.Compare(Opcode.CmpGt, Integer(1), Integer(0))),
            _ => result,
        };
    }
}
