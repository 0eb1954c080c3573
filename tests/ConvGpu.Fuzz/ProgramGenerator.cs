namespace ConvGpu.Fuzz;

/// <summary>
/// Makes random programs that have one meaning on every executor: divisors are not zero, indices are masked, items write their own
/// places, shared memory is read between barriers, barriers stand where all items of a group come, loops end.
/// </summary>
/// <param name="seed">Names the program.</param>
/// <param name="statements">The most statements of the kernel; its functions have a quarter of that each.</param>
internal sealed class ProgramGenerator(int seed, int statements)
{
    /// <summary>The statements that a program has at most unless told otherwise.</summary>
    public const int DefaultStatements = 80;

    private const string Numbers = "ilfd";
    private readonly Random _random = new(seed);
    private int _functions;
    private int _function = -1;
    private int _budget;
    private int _loops;
    private bool _inLoop;

    public static Node Generate(int seed, int statements = DefaultStatements) => new ProgramGenerator(seed, statements).Program();

    private Node Program()
    {
        int[] groupSizes = [1, 4, 7, 8, 16, 17, 32, 33];
        _functions = _random.Next(3);
        _budget = Share(4) + _random.Next(statements - Share(4));
        int launch = (1 + _random.Next(3)) * 1000 + groupSizes[_random.Next(groupSizes.Length)];
        var main = Block(6, uniform: true);
        var kids = new List<Node> { new("launch", launch), main };
        for (_function = 0; _function < _functions; _function++)
        {
            _budget = Share(8) + _random.Next(Share(7) + 1);
            _loops = 0;
            _inLoop = false;
            var body = Block(3, uniform: false);
            kids.Add(new Node("function." + Numbers[_function % 3], _function, body, Expression(Numbers[_function % 3], 2)));
        }
        return new Node("program", _random.Next(2), [.. kids]);
    }

    private int Share(int part) => statements / part;

    // Statements

    private Node Block(int most, bool uniform)
    {
        var statements = new List<Node>();
        int count = 1 + _random.Next(most);
        for (int i = 0; i < count && _budget > 0; i++)
            statements.Add(Statement(uniform));
        return new Node("block", [.. statements]);
    }

    private Node Statement(bool uniform)
    {
        _budget--;
        bool main = _function < 0;
        int pick = _random.Next(100);
        if (uniform && main && pick < 22)
            return UniformStatement();
        if (pick < 45)
            return Set();
        if (pick < 57)
            return main ? Output() : new Node("setref", Expression('i', 2));
        if (pick < 66)
            return new Node(_random.Next(2) == 0 ? "setarray.i" : "setarray.f", Expression('i', 1), Expression(_random.Next(2) == 0 ? 'i' : 'f', 2));
        if (pick < 78)
            return new Node("if", Condition(2), Block(3, false), Block(2, false));
        if (pick < 88 && _loops < 3)
            return Loop(uniform: false);
        if (pick < 92)
            return new Node("switch", Expression('i', 1), Block(2, false), Block(2, false), Block(1, false));
        if (pick < 95)
            return new Node("addressof", Condition(1), Expression('i', 2)) with { Value = _random.Next(3) };
        if (pick < 97 && _inLoop)
            return new Node("if", Condition(1), new Node("block", new Node(_random.Next(2) == 0 ? "break" : "continue")), new Node("block"));
        if (pick < 98 && main)
            return new Node("if", Condition(2), new Node("block", new Node("return")), new Node("block"));
        return main ? new Node("atomic", _random.Next(6), Expression('i', 2)) : Set();
    }

    private Node UniformStatement()
    {
        switch (_random.Next(5))
        {
            case 0:
                return new Node("uniformif", _random.Next(4), Block(3, true), Block(2, true));
            case 1 when _loops < 2:
                return Loop(uniform: true);
            case 2:
                return new Node("vote", _random.Next(3), Condition(1));
            default:
                char type = _random.Next(2) == 0 ? 'i' : 'f';
                return new Node("exchange." + type, _random.Next(3), Expression(type, 2), Expression('i', 1));
        }
    }

    /// <summary>The trip count is a constant, or (when items may differ) depends on the item.</summary>
    private Node Loop(bool uniform)
    {
        _loops++;
        bool before = _inLoop;
        // leaving a loop whose body has barriers would have to be uniform too
        _inLoop = !uniform;
        var count = uniform || _random.Next(2) == 0 ? new Node("const.i", 1 + _random.Next(5)) : Expression('i', 1);
        var loop = new Node(_random.Next(4) == 0 && !uniform ? "dowhile" : "for", _loops - 1, count, Block(3, uniform));
        _inLoop = before;
        _loops--;
        return loop;
    }

    private Node Set()
    {
        char type = Number();
        return new Node("set." + type, _random.Next(3), Expression(type, 3));
    }

    private Node Output()
    {
        char type = Number();
        return new Node("output." + type, _random.Next(2), Expression('i', 1), Expression(type, 3));
    }

    private char Number() => Numbers[_random.Next(10) switch { < 4 => 0, < 5 => 1, < 9 => 2, _ => 3 }];

    // Expressions

    private Node Expression(char type, int depth)
    {
        if (depth <= 0 || _random.Next(6) == 0)
            return Leaf(type);
        int pick = _random.Next(100);
        if (pick < 8)
            return new Node("select." + type, Condition(depth - 1), Expression(type, depth - 1), Expression(type, depth - 1));
        if (pick < 14 && _function + 1 < _functions)
        {
            int function = _function + 1 + _random.Next(_functions - _function - 1);
            var call = new Node("call." + Numbers[function % 3], function,
                Expression('i', depth - 1), Expression('f', depth - 1), new Node("local.i", _random.Next(3)));
            return call.Type == type ? call : Convert(call, type);
        }
        if (pick < 26)
        {
            char from = Number();
            return from == type ? Expression(type, depth - 1) : Convert(Expression(from, depth - 1), type);
        }
        if (pick < 34)
            return Unary(type, depth);
        string[] operations = type is 'i' or 'l'
            ? ["add", "sub", "mul", "div", "rem", "and", "or", "xor", "shl", "shr", "shru", "min", "max", "divu"]
            : ["add", "sub", "mul", "div", "min", "max", "add", "sub", "mul"];
        return new Node($"{operations[_random.Next(operations.Length)]}.{type}", Expression(type, depth - 1), Expression(type, depth - 1));
    }

    private Node Unary(char type, int depth)
    {
        string[] operations = type switch
        {
            'i' => ["neg", "not", "sbyte", "byte", "short", "ushort", "popcount", "clz"],
            'l' => ["neg", "not", "uint"],
            _ => ["neg", "abs", "sqrt", "floor", "round"],
        };
        return new Node($"{operations[_random.Next(operations.Length)]}.{type}", Expression(type, depth - 1));
    }

    private static Node Convert(Node from, char to) => new($"from{from.Type}.{to}", from);

    private Node Leaf(char type)
    {
        int pick = _random.Next(10);
        if (pick < 3)
            return Constant(type);
        if (pick < 6)
            return new Node("local." + type, _random.Next(3));
        if (type == 'i' && pick == 6 && _loops > 0)
            return new Node("counter.i", _random.Next(_loops));
        if (type is 'i' or 'f' && pick == 7)
            return new Node("array." + type, Leaf('i') is var index && index.Size < 3 ? index : Constant('i'));
        if (_function >= 0)
            return type is 'i' or 'f' ? new Node("argument." + type) : new Node("local." + type, _random.Next(3));
        if (type == 'i' && pick == 8)
            return new Node(_random.Next(4) switch { 0 => "group.i", 1 => "count.i", 2 => "narrow.i", _ => "thread.i" });
        return new Node("input." + type, _random.Next(16));
    }

    private Node Constant(char type)
    {
        int[] small = [0, 1, -1, 2, 3, 7, 8, 31, 32, 100, -5, 255, 65536, int.MaxValue, int.MinValue];
        double[] numbers = [0, 1, -1, 0.5, 2, 1.5, -3.25, 100, 1e-3, 1e6, 3.1415927, -0.0];
        return type switch
        {
            'i' => new Node("const.i", small[_random.Next(small.Length)]),
            'l' => new Node("const.l", _random.Next(4) == 0 ? _random.NextInt64() : small[_random.Next(small.Length)]),
            'f' => new Node("const.f", BitConverter.SingleToInt32Bits((float)numbers[_random.Next(numbers.Length)])),
            _ => new Node("const.d", BitConverter.DoubleToInt64Bits(numbers[_random.Next(numbers.Length)])),
        };
    }

    private Node Condition(int depth)
    {
        if (depth > 0 && _random.Next(4) == 0)
            return _random.Next(3) switch
            {
                0 => new Node("and.b", Condition(depth - 1), Condition(depth - 1)),
                1 => new Node("or.b", Condition(depth - 1), Condition(depth - 1)),
                _ => new Node("not.b", Condition(depth - 1)),
            };
        string[] comparisons = ["lt", "le", "gt", "ge", "eq", "ne"];
        char type = Number();
        return new Node(comparisons[_random.Next(comparisons.Length)] + ".b", Expression(type, depth), Expression(type, depth));
    }
}
