using System.Reflection;

namespace ConvGpu.Ilgpu.Frontend;

internal sealed partial class MethodTranslator
{
    private bool StepCall(string name, IlInstruction instruction)
    {
        switch (name)
        {
            case "call" or "callvirt":
                Call(ResolveMethod(instruction));
                return true;
            case "newobj":
                NewObject((ConstructorInfo)ResolveMethod(instruction));
                return true;
            case "box":
                var boxed = ResolveType(instruction);
                if (!boxed.IsValueType)
                    throw _emit.Refuse(Refusal.ReferenceType, TypeNames.Of(boxed));
                Push(new BoxedValue(boxed, Pop()));
                return true;
            case "isinst" when _stack.TryPeek(out var top) && top is BoxedValue:
                var tested = ResolveType(instruction);
                var box = (BoxedValue)Pop();
                Push(tested.IsAssignableFrom(box.Type) ? box : new NullValue());
                return true;
            case "unbox.any":
                Unbox(ResolveType(instruction));
                return true;
            default:
                return false;
        }
    }

    /// <summary>The cast (float)(object)value of generic code: allowed where it changes nothing.</summary>
    private void Unbox(Type type)
    {
        var value = Pop();
        if (value is BoxedValue boxed && boxed.Type == type)
            Push(boxed.Value);
        else
            throw _emit.Refuse(Refusal.Boxing, $"A conversion to {TypeNames.Of(type)}");
    }

    private StackValue[] PopArguments(MethodBase method, bool hasThis)
    {
        var values = new StackValue[method.GetParameters().Length + (hasThis ? 1 : 0)];
        for (int i = values.Length - 1; i >= 0; i--)
            values[i] = Pop();
        return values;
    }

    private void Call(MethodBase method)
    {
        var constrained = _constrained;
        _constrained = null;
        var arguments = PopArguments(method, !method.IsStatic);
        constrained ??= KnownReceiver(method, arguments);
        if (Invoke(method, constrained, arguments) is { } result)
            Push(result);
    }

    /// <summary>An interface method called on a reference to a struct, as default interface methods do with `this`.</summary>
    private static Type? KnownReceiver(MethodBase method, StackValue[] arguments) =>
        !method.IsStatic && method.DeclaringType is { IsInterface: true } && arguments[0] is PointerValue { Pointee: { IsValueType: true } pointee } ? pointee : null;

    private StackValue? Invoke(MethodBase method, Type? constrained, StackValue[] arguments)
    {
        if (constrained is not null && constrained != method.DeclaringType)
        {
            if (Numerics.TryEmit(_emit, method, constrained, arguments, out var number))
                return number;
            method = MemberResolver.Resolve((MethodInfo)method, constrained) ?? throw _emit.Refuse(
                constrained.IsValueType && !method.IsStatic && method.DeclaringType is { IsInterface: false } ? Refusal.Boxing : Refusal.VirtualCall,
                TypeNames.Of(method));
        }
        var call = new IntrinsicCall(_frontend, method, arguments);
        if (Intrinsics.Find(method) is { } intrinsic)
            return intrinsic(call);
        if (Numerics.Owns(method) && Numerics.TryEmit(_emit, method, method.GetParameters().FirstOrDefault()?.ParameterType ?? method.DeclaringType!, arguments, out var result))
            return result;
        CheckInlinable(method);
        if (arguments.FirstOrDefault(argument => argument is BoxedValue) is BoxedValue boxed)
            throw _emit.Refuse(Refusal.Boxing, $"{TypeNames.Of(boxed.Type)} passed to {TypeNames.Of(method)}");
        return _frontend.Inline(method, arguments);
    }

    private void CheckInlinable(MethodBase method)
    {
        var type = method.DeclaringType;
        if (type is null)
            throw _emit.Refuse(Refusal.NoBody, TypeNames.Of(method));
        if (typeof(Delegate).IsAssignableFrom(type))
            throw _emit.Refuse(Refusal.Delegate, TypeNames.Of(method));
        if (type.IsByRefLike || method is MethodInfo { ReturnType.IsByRefLike: true }
            || type.Namespace == "System" && type.Name is "MemoryExtensions" or "Memory`1" or "ReadOnlyMemory`1")
            throw _emit.Refuse(Refusal.Span, TypeNames.Of(method));
        if (type == typeof(string))
            throw _emit.Refuse(Refusal.Text, TypeNames.Of(method));
        if (type.Module == typeof(object).Module || type.Namespace is { } space && (space == "System" || space.StartsWith("System.", StringComparison.Ordinal)))
            throw _emit.Refuse(Refusal.LibraryMethod, TypeNames.Signature(method));
        if (method.IsAbstract || type.IsInterface && !method.IsStatic && method.IsVirtual && method.GetMethodBody() is null)
            throw _emit.Refuse(Refusal.VirtualCall, TypeNames.Of(method));
        if (!method.IsStatic && !type.IsValueType && !type.IsInterface)
            throw _emit.Refuse(Refusal.ReferenceType, TypeNames.Of(type));
        if (method.Name.StartsWith("Throw", StringComparison.Ordinal) && type.Name.Contains("PrivateImplementationDetails", StringComparison.Ordinal))
            throw _emit.Refuse(Refusal.Throw, "A switch expression without a default arm");
    }

    private void NewObject(ConstructorInfo constructor)
    {
        var type = constructor.DeclaringType!;
        var arguments = PopArguments(constructor, hasThis: false);
        if (typeof(Delegate).IsAssignableFrom(type))
            throw _emit.Refuse(Refusal.Delegate, TypeNames.Of(type));
        if (typeof(Exception).IsAssignableFrom(type))
            throw _emit.Refuse(Refusal.Throw, "This code");
        if (!type.IsValueType)
            throw _emit.Refuse(Refusal.ReferenceType, TypeNames.Of(type));
        if (type.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal))
        {
            Push(Tuple(_emit, type, arguments));
            return;
        }
        var memory = _emit.Alloca(ValueShape.Of(type));
        Invoke(constructor, null, [new PointerValue(memory, type), .. arguments]);
        Push(_emit.Load(memory, type));
    }


    /// <summary>A value tuple of these items.</summary>
    public static StructValue Tuple(Emitter emit, Type type, StackValue[] items)
    {
        var types = type.GetGenericArguments();
        var fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public);
        var leaves = new IR.Value[TypeLayout.Of(type).Leaves.Count];
        foreach (var field in fields)
        {
            int item = field.Name == "Rest" ? 7 : int.Parse(field.Name.AsSpan(4)) - 1;
            var place = TypeLayout.Of(type).Place(field);
            emit.ToLeaves(items[item], ValueShape.Of(types[item])).CopyTo(leaves, place.FirstLeaf);
        }
        return new StructValue(type, leaves);
    }
}
