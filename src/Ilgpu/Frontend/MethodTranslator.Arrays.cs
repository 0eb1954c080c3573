using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

internal sealed partial class MethodTranslator
{
    private bool StepArray(string name, IlInstruction instruction, int index)
    {
        switch (name)
        {
            case "newarr":
                NewArray(ResolveType(instruction), index);
                return true;
            case "ldlen":
                Push(PopArray().Length);
                return true;
            case "ldelema":
                var wanted = ResolveType(instruction);
                Push(ElementAddress(wanted));
                return true;
            case "ldelem":
                LoadElement();
                return true;
            case "stelem":
                StoreElement();
                return true;
            case "ldelem.ref" or "stelem.ref":
                throw _emit.Refuse(Refusal.ReferenceType, "An array of references");
            default:
                if (name.StartsWith("ldelem.", StringComparison.Ordinal))
                    LoadElement();
                else if (name.StartsWith("stelem.", StringComparison.Ordinal))
                    StoreElement();
                else
                    return false;
                return true;
        }
    }

    private void NewArray(Type element, int index)
    {
        var count = _emit.Coerce(PopNumber(), IrType.I32);
        var memory = _emit.AllocateElements(Opcode.Alloca, element, count);
        if (!IsFilledNext(index))
            _emit.Clear(memory, element, count);
        Push(new ArrayValue(element, memory, count));
    }

    /// <summary>An initialiser follows that writes every element: dup, ldtoken, call InitializeArray.</summary>
    private bool IsFilledNext(int index) =>
        index + 3 < _method.Instructions.Count && _method.Instructions[index + 1].Code.Name == "dup"
        && _method.Instructions[index + 2].Code.Name == "ldtoken" && _method.Instructions[index + 3].Code.Name == "call";

    private ArrayValue PopArray() => Pop() switch
    {
        ArrayValue array => array,
        var other => throw _emit.Refuse(Refusal.InvalidIl, $"{Describe(other)} used as an array"),
    };

    private PointerValue ElementAddress(Type? wanted)
    {
        var index = PopNumber();
        var array = PopArray();
        _emit.CheckBounds(index, array.Length, "array");
        return new PointerValue(_emit.Element(array.Pointer, index, TypeLayout.Of(array.Element).Size), wanted ?? array.Element);
    }

    private void LoadElement()
    {
        var address = ElementAddress(null);
        Push(_emit.Load(address.Value, address.Pointee!));
    }

    private void StoreElement()
    {
        var value = Pop();
        var address = ElementAddress(null);
        _emit.Store(address.Value, address.Pointee!, value);
    }
}
