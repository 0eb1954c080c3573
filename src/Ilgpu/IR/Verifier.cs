using ConvGpu.Ilgpu.IR.Analyses;

namespace ConvGpu.Ilgpu.IR;

/// <summary>The IR broke one of its rules: a fault of the compiler, not of the kernel.</summary>
internal sealed class VerificationException(string message) : Exception(message);

/// <summary>
/// Checks shape (terminators, edges' arguments), types, dominance of definitions over uses, places of allocations and address spaces.
/// Runs after every pass in tests.
/// </summary>
internal sealed class Verifier
{
    private readonly Function _function;
    private readonly bool _allowGeneric;
    private readonly ControlFlow _flow;
    private readonly DominatorTree _dominators;
    private readonly Block?[] _block;
    private readonly int[] _position;

    private Verifier(Function function, bool allowGeneric)
    {
        _function = function;
        _allowGeneric = allowGeneric;
        CheckShape();
        _flow = new ControlFlow(function);
        _dominators = new DominatorTree(_flow);
        _block = new Block?[function.ValueCount];
        _position = new int[function.ValueCount];
    }

    /// <param name="function">What is checked.</param>
    /// <param name="allowGeneric">Whether pointers may still have <see cref="AddressSpace.Generic"/>.</param>
    /// <exception cref="VerificationException">Names the rule, the instruction and the block.</exception>
    public static void Check(Function function, bool allowGeneric = true) => new Verifier(function, allowGeneric).Run();

    /// <summary>What is printed must know the memory of each of its pointers.</summary>
    /// <exception cref="VerificationException">A pointer's address space was not inferred.</exception>
    public static void CheckAddressSpaces(Function function)
    {
        foreach (var block in function.Blocks)
            foreach (var instruction in block.Instructions)
                if (instruction.Type is { IsPointer: true, Space: AddressSpace.Generic })
                    throw new VerificationException($"{function.Name}: %{instruction.Id} is a pointer of unknown address space.");
    }

    private void CheckShape()
    {
        if (_function.Blocks.Count == 0)
            throw new VerificationException($"{_function.Name}: no blocks.");
        var known = new HashSet<Block>(_function.Blocks);
        if (known.Count != _function.Blocks.Count)
            throw Fail(_function.Entry, "a block is listed twice");
        if (_function.Entry.Parameters.Count > 0)
            throw Fail(_function.Entry, "the entry has parameters");
        foreach (var block in _function.Blocks)
        {
            var terminator = block.Terminator ?? throw Fail(block, "no terminator");
            foreach (var edge in terminator.Edges)
            {
                if (!known.Contains(edge.Target))
                    throw Fail(block, $"an edge leads to {edge.Target}, which is not in the function");
                if (edge.Target == _function.Entry)
                    throw Fail(block, "an edge leads to the entry");
                if (edge.Arguments.Length != edge.Target.Parameters.Count)
                    throw Fail(block, $"the edge to {edge.Target} has {edge.Arguments.Length} arguments for {edge.Target.Parameters.Count} parameters");
                for (int i = 0; i < edge.Arguments.Length; i++)
                    if (edge.Arguments[i].Type != edge.Target.Parameters[i].Type)
                        throw Fail(block, $"argument {i} of the edge to {edge.Target} is {edge.Arguments[i].Type}, the parameter {edge.Target.Parameters[i].Type}");
            }
        }
    }

    private void Run()
    {
        foreach (var block in _function.Blocks)
        {
            foreach (var parameter in block.Parameters)
            {
                if (parameter.Owner != block)
                    throw Fail(block, $"parameter %{parameter.Id} says it belongs to {parameter.Owner}");
                Define(parameter, block, -1);
            }
            for (int i = 0; i < block.Instructions.Count; i++)
                Define(block.Instructions[i], block, i);
        }
        foreach (var block in _function.Blocks)
        {
            for (int i = 0; i < block.Instructions.Count; i++)
                Check(block, block.Instructions[i], i);
            int end = block.Instructions.Count;
            if (block.Terminator!.Selector is { } selector)
            {
                CheckUse(block, selector, end, null);
                var wanted = block.Terminator is Branch ? IrType.I1 : IrType.I32;
                if (selector.Type != wanted)
                    throw Fail(block, $"the terminator decides on a {selector.Type}, not on {wanted}");
            }
            foreach (var edge in block.Terminator.Edges)
                foreach (var argument in edge.Arguments)
                    CheckUse(block, argument, end, null);
        }
    }

    private void Define(Value value, Block block, int position)
    {
        if (_block[value.Id] is not null)
            throw Fail(block, $"%{value.Id} is defined twice");
        _block[value.Id] = block;
        _position[value.Id] = position;
        if (!_allowGeneric && value.Type is { IsPointer: true, Space: AddressSpace.Generic })
            throw Fail(block, $"%{value.Id} is a pointer of unknown address space");
    }

    private void Check(Block block, Instruction instruction, int position)
    {
        var info = instruction.Info;
        if (info.Arity >= 0 && instruction.Operands.Length != info.Arity)
            throw Fail(block, instruction, $"has {instruction.Operands.Length} operands, not {info.Arity}");
        if (instruction.Op is Opcode.Alloca or Opcode.SharedAlloca && block != _function.Entry)
            throw Fail(block, instruction, "allocates outside the entry block");
        foreach (var operand in instruction.Operands)
            CheckUse(block, operand, position, instruction);
        if (OperandTypes.Fault(instruction) is { } fault)
            throw Fail(block, instruction, fault);
    }

    private void CheckUse(Block block, Value value, int position, Instruction? user)
    {
        switch (value)
        {
            case Constant:
                return;
            case Parameter parameter:
                if (parameter.Index >= _function.Parameters.Count || _function.Parameters[parameter.Index] != parameter)
                    throw Fail(block, user, $"uses a parameter of another function");
                return;
        }
        var home = value.Id < _block.Length ? _block[value.Id] : null;
        if (home is null)
            throw Fail(block, user, $"uses %{value.Id}, which is defined nowhere");
        if (value.Type == IrType.Void)
            throw Fail(block, user, $"uses %{value.Id}, which has no result");
        if (!_flow.IsReachable(block))
            return;
        if (home == block ? _position[value.Id] >= position : !_dominators.Dominates(home, block))
            throw Fail(block, user, $"uses %{value.Id} of {home}, which does not dominate it");
    }

    private VerificationException Fail(Block block, string what) => new($"{_function.Name}, {block}: {what}.\n{IrPrinter.Print(_function)}");

    private VerificationException Fail(Block block, Instruction? instruction, string what) =>
        instruction is null ? Fail(block, $"the terminator {what}") : Fail(block, $"'{IrPrinter.Describe(instruction)}' {what}");
}
