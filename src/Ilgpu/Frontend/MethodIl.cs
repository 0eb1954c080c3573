using System.Reflection;
using System.Reflection.Emit;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

/// <summary>A straight run of IL instructions: indices [First, End) of the method's list.</summary>
internal sealed class IlBlock(int index, int first)
{
    public int Index { get; } = index;
    public int First { get; } = first;
    public int End { get; set; }
    public List<IlBlock> Successors { get; } = [];
    public List<IlBlock> Predecessors { get; } = [];

    /// <summary>Position in reverse postorder; -1 where no path leads.</summary>
    public int Order { get; set; } = -1;
    public IlBlock? ImmediateDominator { get; set; }

    public bool DominatedBy(IlBlock other)
    {
        var block = this;
        while (block.Order > other.Order)
            block = block.ImmediateDominator!;
        return block == other;
    }
}

/// <summary>A decoded method body: instructions, blocks in reverse postorder, and which variables need memory.</summary>
internal sealed class MethodIl
{
    private readonly SourceMap _source;
    private readonly Dictionary<int, int> _indexOfOffset = [];
    private readonly string _name;

    private MethodIl(MethodBase method, MethodBody body)
    {
        Method = method;
        _name = TypeNames.Of(method);
        _source = SourceMap.Of(method);
        Instructions = IlReader.Read(body.GetILAsByteArray());
        Locals = [.. body.LocalVariables.OrderBy(local => local.LocalIndex).Select(local => local.LocalType)];
        Arguments = ArgumentTypes(method);
        TypeArguments = method.DeclaringType is { IsGenericType: true } type ? type.GetGenericArguments() : null;
        MethodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        for (int i = 0; i < Instructions.Count; i++)
            _indexOfOffset.Add(Instructions[i].Offset, i);
        Order = new IlGraph(this).Order;
        (DirectArguments, DirectLocals) = VariableUses.Find(this);
    }

    public MethodBase Method { get; }
    public IReadOnlyList<IlInstruction> Instructions { get; }
    public IReadOnlyList<Type> Locals { get; }

    /// <summary>Argument types, with the reference to `this` in front for instance methods.</summary>
    public IReadOnlyList<Type> Arguments { get; }
    public Type[]? TypeArguments { get; }
    public Type[]? MethodArguments { get; }

    /// <summary>The reachable blocks in reverse postorder.</summary>
    public IReadOnlyList<IlBlock> Order { get; }

    /// <summary>Arguments that are only read: their value serves directly.</summary>
    public IReadOnlyList<bool> DirectArguments { get; }

    /// <summary>Locals with one assignment that dominates every read: the value assigned serves directly.</summary>
    public IReadOnlyList<bool> DirectLocals { get; }

    public int IndexOf(int offset) => _indexOfOffset[offset];

    /// <exception cref="KernelCompilationException">The method has no IL or uses exception handling.</exception>
    public static MethodIl Of(MethodBase method)
    {
        var body = method.GetMethodBody();
        if (body?.GetILAsByteArray() is not { Length: > 0 })
            throw new KernelCompilationException(Refusal.NoBody, TypeNames.Of(method));
        if (body.ExceptionHandlingClauses.Count > 0)
            throw new KernelCompilationException(Refusal.TryBlock, TypeNames.Of(method), Place(method, body.ExceptionHandlingClauses[0].TryOffset));
        return new MethodIl(method, body);
    }

    public SourceLocation Locate(int offset)
    {
        var (file, line) = _source.Find(offset);
        return new SourceLocation(_name, file, line, offset);
    }

    /// <summary>Where a method begins.</summary>
    public static SourceLocation Start(MethodBase method) => Place(method, 0);

    private static SourceLocation Place(MethodBase method, int offset)
    {
        var (file, line) = SourceMap.Of(method).Find(offset);
        return new SourceLocation(TypeNames.Of(method), file, line, offset);
    }

    private static Type[] ArgumentTypes(MethodBase method)
    {
        var types = method.GetParameters().Select(parameter => parameter.ParameterType);
        if (method.IsStatic)
            return [.. types];
        var self = method.DeclaringType!;
        return [self.IsValueType ? self.MakeByRefType() : self, .. types];
    }
}

/// <summary>Cuts a method into blocks, orders those that can be reached and finds their dominators.</summary>
internal sealed class IlGraph
{
    public IlGraph(MethodIl method)
    {
        var blocks = Cut(method);
        Order = Sort(blocks[0]);
        FindDominators();
    }

    public IReadOnlyList<IlBlock> Order { get; }

    private static List<IlBlock> Cut(MethodIl method)
    {
        var code = method.Instructions;
        var starts = new SortedSet<int> { 0 };
        for (int i = 0; i < code.Count; i++)
        {
            foreach (int target in Targets(code[i]))
                starts.Add(method.IndexOf(target));
            if (EndsBlock(code[i]) && i + 1 < code.Count)
                starts.Add(i + 1);
        }
        var blocks = starts.Select((start, index) => new IlBlock(index, start)).ToList();
        var atIndex = blocks.ToDictionary(block => block.First);
        for (int b = 0; b < blocks.Count; b++)
        {
            var block = blocks[b];
            block.End = b + 1 < blocks.Count ? blocks[b + 1].First : code.Count;
            var last = code[block.End - 1];
            if (FallsThrough(last) && block.End < code.Count)
                Link(block, atIndex[block.End]);
            foreach (int target in Targets(last))
                Link(block, atIndex[method.IndexOf(target)]);
        }
        return blocks;
    }

    private static void Link(IlBlock from, IlBlock to)
    {
        from.Successors.Add(to);
        to.Predecessors.Add(from);
    }

    private static IEnumerable<int> Targets(IlInstruction instruction) => instruction.Code.OperandType switch
    {
        OperandType.InlineBrTarget or OperandType.ShortInlineBrTarget => [instruction.Target],
        OperandType.InlineSwitch => instruction.Targets,
        _ => [],
    };

    private static bool EndsBlock(IlInstruction instruction) =>
        instruction.Code.FlowControl is FlowControl.Branch or FlowControl.Cond_Branch or FlowControl.Return or FlowControl.Throw;

    private static bool FallsThrough(IlInstruction instruction) =>
        instruction.Code.FlowControl is not (FlowControl.Branch or FlowControl.Return or FlowControl.Throw);

    private static List<IlBlock> Sort(IlBlock entry)
    {
        var postorder = new List<IlBlock>();
        var seen = new HashSet<IlBlock> { entry };
        var stack = new Stack<(IlBlock Block, int Next)>();
        stack.Push((entry, 0));
        while (stack.TryPop(out var top))
        {
            if (top.Next == top.Block.Successors.Count)
            {
                postorder.Add(top.Block);
                continue;
            }
            stack.Push((top.Block, top.Next + 1));
            // the last successor first: in the resulting order the fall-through follows its block
            var next = top.Block.Successors[^(top.Next + 1)];
            if (seen.Add(next))
                stack.Push((next, 0));
        }
        postorder.Reverse();
        for (int i = 0; i < postorder.Count; i++)
            postorder[i].Order = i;
        return postorder;
    }

    /// <summary>Cooper, Harvey and Kennedy, "A Simple, Fast Dominance Algorithm".</summary>
    private void FindDominators()
    {
        Order[0].ImmediateDominator = Order[0];
        bool changed = true;
        while (changed)
        {
            changed = false;
            foreach (var block in Order.Skip(1))
            {
                IlBlock? found = null;
                foreach (var predecessor in block.Predecessors)
                    if (predecessor.ImmediateDominator is not null)
                        found = found is null ? predecessor : Meet(found, predecessor);
                if (found != block.ImmediateDominator)
                {
                    block.ImmediateDominator = found;
                    changed = true;
                }
            }
        }
    }

    private static IlBlock Meet(IlBlock a, IlBlock b)
    {
        while (a != b)
        {
            while (a.Order > b.Order)
                a = a.ImmediateDominator!;
            while (b.Order > a.Order)
                b = b.ImmediateDominator!;
        }
        return a;
    }
}
