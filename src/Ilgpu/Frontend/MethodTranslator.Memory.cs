using System.Reflection;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Frontend;

internal sealed partial class MethodTranslator
{
    private bool StepMemory(string name, IlInstruction instruction)
    {
        switch (name)
        {
            case "ldc.i4" or "ldc.i4.s":
                Push(Int((int)instruction.Operand!));
                return true;
            case "ldc.i8":
                Push(_emit.Function.Long((long)instruction.Operand!));
                return true;
            case "ldc.r4":
                Push(_emit.Function.Float((float)instruction.Operand!));
                return true;
            case "ldc.r8":
                Push(_emit.Function.Double((double)instruction.Operand!));
                return true;
            case "ldfld":
                LoadField(ResolveField(instruction));
                return true;
            case "ldflda":
                Push(FieldAddress(Pop(), ResolveField(instruction)));
                return true;
            case "stfld":
                StoreField(ResolveField(instruction));
                return true;
            case "ldsfld":
                Push(_frontend.Statics.Load(ResolveField(instruction)));
                return true;
            case "ldsflda":
                var field = ResolveField(instruction);
                Push(_emit.Spill(field.FieldType, _frontend.Statics.Load(field)));
                return true;
            case "stsfld":
                throw _emit.Refuse(Refusal.StaticField, TypeNames.Of(ResolveField(instruction).DeclaringType!) + "." + ResolveField(instruction).Name);
            case "ldobj":
                LoadFrom(ResolveType(instruction));
                return true;
            case "stobj":
                StoreTo(ResolveType(instruction));
                return true;
            case "cpobj":
                var copied = ResolveType(instruction);
                var source = PopAddress();
                var target = PopAddress();
                _emit.Store(target.Value, copied, _emit.Load(source.Value, copied, source.Alignment), target.Alignment);
                return true;
            case "initobj":
                var type = ResolveType(instruction);
                var cleared = PopAddress();
                _emit.Store(cleared.Value, type, _emit.Default(type), cleared.Alignment);
                return true;
            case "ldind.ref" or "stind.ref":
                throw _emit.Refuse(Refusal.ReferenceType, "A reference in memory");
            case "initblk" or "cpblk":
                return false;
            default:
                return StepIndirect(name);
        }
    }

    private bool StepIndirect(string name)
    {
        var type = name switch
        {
            "ldind.i1" or "stind.i1" => typeof(sbyte),
            "ldind.u1" => typeof(byte),
            "ldind.i2" or "stind.i2" => typeof(short),
            "ldind.u2" => typeof(ushort),
            "ldind.i4" or "stind.i4" => typeof(int),
            "ldind.u4" => typeof(uint),
            "ldind.i8" or "stind.i8" => typeof(long),
            "ldind.i" or "stind.i" => typeof(nint),
            "ldind.r4" or "stind.r4" => typeof(float),
            "ldind.r8" or "stind.r8" => typeof(double),
            _ => null,
        };
        if (type is null)
            return false;
        if (name[0] == 'l')
            LoadFrom(type);
        else
            StoreTo(type);
        return true;
    }

    private void LoadFrom(Type type)
    {
        type = Precise(_stack.TryPeek(out var top) ? top : null, type);
        var address = PopAddress();
        Push(_emit.Load(address.Value, type, address.Alignment));
    }

    private void StoreTo(Type type)
    {
        var value = Pop();
        type = Precise(_stack.TryPeek(out var top) ? top : null, type);
        var address = PopAddress();
        _emit.Store(address.Value, type, value, address.Alignment);
    }

    /// <summary>A bool is accessed as a byte by ldind.u1 and stind.i1; the reference knows that it is a bool.</summary>
    private static Type Precise(StackValue? address, Type type) =>
        address is PointerValue { Pointee: { } pointee } && pointee == typeof(bool) && (type == typeof(sbyte) || type == typeof(byte)) ? pointee : type;

    private void LoadField(FieldInfo field)
    {
        var owner = Pop();
        if (field.IsStatic)
        {
            Push(_frontend.Statics.Load(field));
            return;
        }
        switch (owner)
        {
            case StructValue structure:
                var place = TypeLayout.Of(structure.Type).Place(field);
                Push(_emit.FromLeaves(field.FieldType, structure.Leaves[place.FirstLeaf..(place.FirstLeaf + place.LeafCount)]));
                return;
            case ScalarValue scalar when !field.DeclaringType!.IsPrimitive:
                Push(scalar);
                return;
            default:
                var address = FieldAddress(owner, field);
                Push(_emit.Load(address.Value, field.FieldType, address.Alignment));
                return;
        }
    }

    private PointerValue FieldAddress(StackValue owner, FieldInfo field)
    {
        var type = field.DeclaringType!;
        if (!type.IsValueType)
            throw _emit.Refuse(Refusal.ReferenceType, TypeNames.Of(type));
        if (TypeLayout.IsView(type))
            throw _emit.Refuse(Refusal.InvalidIl, $"The field {field.Name} of a view");
        Push(owner is StructValue ? _emit.Spill(type, owner) : owner);
        var layout = TypeLayout.Of(type);
        int offset = layout.Place(field).Offset;
        var start = PopAddress();
        // A packed struct has fields that are not at multiples of their own alignment.
        int alignment = TypeLayout.AlignmentAt(start.Alignment > 0 ? start.Alignment : layout.Alignment, offset);
        return new PointerValue(_emit.Offset(start.Value, offset), field.FieldType, alignment);
    }

    private void StoreField(FieldInfo field)
    {
        var value = Pop();
        if (field.IsStatic)
            throw _emit.Refuse(Refusal.StaticField, TypeNames.Of(field.DeclaringType!) + "." + field.Name);
        var address = FieldAddress(Pop(), field);
        _emit.Store(address.Value, field.FieldType, value, address.Alignment);
    }
}
