using System.Reflection;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

/// <summary>
/// Translates one method, in place, at one call site: it begins in the emitter's current block and ends in the block where the caller
/// goes on. IL is executed symbolically on a stack of <see cref="StackValue"/>s, block by block in reverse postorder.
/// </summary>
internal sealed partial class MethodTranslator
{
    private readonly KernelFrontend _frontend;
    private readonly Emitter _emit;
    private readonly MethodIl _method;
    private readonly Stack<StackValue> _stack = [];
    private Type? _constrained;

    private MethodTranslator(KernelFrontend frontend, MethodIl method)
    {
        _frontend = frontend;
        _emit = frontend.Emit;
        _method = method;
        _arguments = new Variable[method.Arguments.Count];
        _locals = new Variable[method.Locals.Count];
    }

    private IrBuilder Builder => _emit.Builder;

    /// <summary>Inlines the method; null when it returns void or never returns.</summary>
    public static StackValue? Inline(KernelFrontend frontend, MethodIl method, IReadOnlyList<StackValue> arguments)
    {
        var callSite = frontend.Emit.Builder.Location;
        var translator = new MethodTranslator(frontend, method);
        translator.BindArguments(arguments);
        foreach (var block in method.Order)
            translator.Translate(block);
        var result = translator.JoinReturns();
        frontend.Emit.Builder.Location = callSite;
        return result;
    }

    private void Translate(IlBlock block)
    {
        if (!EnterBlock(block))
            return;
        for (int i = block.First; i < block.End; i++)
        {
            var instruction = _method.Instructions[i];
            Builder.Location = _method.Locate(instruction.Offset);
            try
            {
                Step(instruction, i);
            }
            catch (KernelCompilationException refusal) when (refusal.Location is null)
            {
                throw refusal.At(Builder.Location);
            }
            if (Builder.Block.Terminator is not null)
                return;
        }
        if (block.End < _method.Instructions.Count)
            JumpTo(block.End);
    }

    private void Step(IlInstruction instruction, int index)
    {
        string name = instruction.Code.Name!;
        switch (name)
        {
            case "nop" or "break" or "volatile." or "readonly." or "unaligned." or "tail.":
                return;
            case "constrained.":
                _constrained = ResolveType(instruction);
                return;
            case "dup":
                Push(_stack.Peek());
                return;
            case "pop":
                Pop();
                return;
            case "ldnull":
                Push(new NullValue());
                return;
            case "ldstr":
                Push(new TextValue(_method.Method.Module.ResolveString(instruction.Token)));
                return;
            case "sizeof":
                Push(Int(ValueShape.Of(ResolveType(instruction)).Size));
                return;
            case "ldtoken":
                Push(new TokenValue(_method.Method.Module.ResolveMember(instruction.Token, _method.TypeArguments, _method.MethodArguments)!));
                return;
        }
        if (StepVariable(name, instruction) || StepFlow(name, instruction) || StepMemory(name, instruction)
            || StepArray(name, instruction, index) || StepArithmetic(name) || StepConversion(name) || StepCall(name, instruction))
            return;
        throw _emit.Refuse(RefusalOf(name), $"The instruction {name}");
    }

    private static Refusal RefusalOf(string name) => name switch
    {
        "throw" or "rethrow" => Refusal.Throw,
        "leave" or "leave.s" or "endfinally" or "endfilter" => Refusal.TryBlock,
        "localloc" => Refusal.StackAlloc,
        "ldftn" or "ldvirtftn" or "calli" => Refusal.Delegate,
        "castclass" or "isinst" => Refusal.ReferenceType,
        _ when name.Contains(".ovf", StringComparison.Ordinal) => Refusal.CheckedArithmetic,
        _ => Refusal.Instruction,
    };

    // The stack

    private void Push(StackValue value) => _stack.Push(value);

    private void Push(Value value) => _stack.Push(new ScalarValue(value));

    private Constant Int(int value) => _emit.Function.Int(value);

    private StackValue Pop() => _stack.TryPop(out var value) ? value : throw _emit.Refuse(Refusal.InvalidIl, "A read from the empty stack");

    /// <summary>A number from the stack, bools as they are.</summary>
    private Value PopScalar() => Pop() switch
    {
        ScalarValue scalar => scalar.Value,
        PointerValue pointer => pointer.Value,
        NullValue => _emit.Function.Long(0),
        var other => throw _emit.Refuse(Refusal.InvalidIl, $"{Describe(other)} used as a number"),
    };

    /// <summary>A number from the stack, bools as I32.</summary>
    private Value PopNumber() => _emit.Full(PopScalar());

    private PointerValue PopAddress() => Pop() switch
    {
        PointerValue pointer => pointer,
        ScalarValue { Value.Type.Kind: ScalarKind.I64 } address => new(_emit.Coerce(address.Value, IrType.Pointer(AddressSpace.Generic)), null),
        var other => throw _emit.Refuse(Refusal.InvalidIl, $"{Describe(other)} used as a reference"),
    };

    private static string Describe(StackValue value) => value switch
    {
        StructValue structure => $"A {TypeNames.Of(structure.Type)}",
        ArrayValue array => $"A {TypeNames.Of(array.Element)}[]",
        TextValue => "A string",
        BoxedValue boxed => $"A boxed {TypeNames.Of(boxed.Type)}",
        PointerValue => "A reference",
        NullValue => "null",
        _ => "A value",
    };

    // Tokens

    private Type ResolveType(IlInstruction instruction) =>
        _method.Method.Module.ResolveType(instruction.Token, _method.TypeArguments, _method.MethodArguments);

    private FieldInfo ResolveField(IlInstruction instruction) =>
        _method.Method.Module.ResolveField(instruction.Token, _method.TypeArguments, _method.MethodArguments)!;

    private MethodBase ResolveMethod(IlInstruction instruction) =>
        _method.Method.Module.ResolveMethod(instruction.Token, _method.TypeArguments, _method.MethodArguments)!;
}
