using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

internal sealed partial class MethodTranslator
{
    /// <summary>An argument or local: in memory when <see cref="Memory"/> is set, else the value itself once it is assigned.</summary>
    private sealed class Variable
    {
        public required Type Type { get; init; }
        public Value? Memory { get; init; }
        public StackValue? Direct { get; set; }
    }

    private readonly Variable[] _arguments;
    private readonly Variable[] _locals;

    private void BindArguments(IReadOnlyList<StackValue> values)
    {
        for (int i = 0; i < _arguments.Length; i++)
        {
            var type = _method.Arguments[i];
            var value = _emit.As(values[i], type);
            if (_method.DirectArguments[i])
            {
                _arguments[i] = new Variable { Type = type, Direct = value };
                continue;
            }
            var memory = _emit.Alloca(ValueShape.Of(type));
            _emit.Store(memory, type, value);
            _arguments[i] = new Variable { Type = type, Memory = memory };
        }
    }

    private bool StepVariable(string name, IlInstruction instruction)
    {
        switch (name)
        {
            case "ldarg" or "ldarg.s" or "ldarg.0" or "ldarg.1" or "ldarg.2" or "ldarg.3":
                Push(Read(_arguments[VariableUses.Variable(instruction)]));
                return true;
            case "ldloc" or "ldloc.s" or "ldloc.0" or "ldloc.1" or "ldloc.2" or "ldloc.3":
                Push(Read(Local(instruction)));
                return true;
            case "starg" or "starg.s":
                Write(_arguments[VariableUses.Variable(instruction)], Pop());
                return true;
            case "stloc" or "stloc.s" or "stloc.0" or "stloc.1" or "stloc.2" or "stloc.3":
                Write(Local(instruction), Pop());
                return true;
            case "ldarga" or "ldarga.s":
                Push(Address(_arguments[VariableUses.Variable(instruction)]));
                return true;
            case "ldloca" or "ldloca.s":
                Push(Address(Local(instruction)));
                return true;
            default:
                return false;
        }
    }

    private Variable Local(IlInstruction instruction)
    {
        int index = VariableUses.Variable(instruction);
        return _locals[index] ??= _method.DirectLocals[index] || IsOpaque(_method.Locals[index])
            ? new Variable { Type = _method.Locals[index] }
            : new Variable { Type = _method.Locals[index], Memory = _emit.Alloca(ValueShape.Of(_method.Locals[index])) };
    }

    /// <summary>Types that only exist while translating: strings, System.Type, boxed values.</summary>
    private static bool IsOpaque(Type type) => !type.IsValueType && !type.IsByRef && !type.IsPointer && !type.IsSZArray;

    private StackValue Read(Variable variable) =>
        variable.Memory is null ? variable.Direct ?? _emit.Default(variable.Type) : _emit.Load(variable.Memory, variable.Type);

    private void Write(Variable variable, StackValue value)
    {
        if (variable.Memory is null)
            variable.Direct = _emit.As(value, variable.Type);
        else
            _emit.Store(variable.Memory, variable.Type, value);
    }

    private static PointerValue Address(Variable variable) => new(variable.Memory!, variable.Type);
}
