using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Intrinsics;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>The methods of System.Runtime.Intrinsics for vectors of one width, found by name and parameter types.</summary>
internal sealed class VectorApi
{
    private static readonly ConcurrentDictionary<int, VectorApi> Widths = new();
    private readonly ConcurrentDictionary<(string, Type?, string), MethodInfo> _found = new();
    private readonly ILookup<string, MethodInfo> _methods;
    private readonly Type _open;

    private VectorApi(int lanes)
    {
        Lanes = lanes;
        (var operations, _open) = lanes switch
        {
            16 => (typeof(Vector512), typeof(Vector512<>)),
            8 => (typeof(Vector256), typeof(Vector256<>)),
            4 => (typeof(Vector128), typeof(Vector128<>)),
            _ => throw new ArgumentOutOfRangeException(nameof(lanes), lanes, "The CPU has vectors of 4, 8 or 16 floats."),
        };
        _methods = operations.GetMethods(BindingFlags.Public | BindingFlags.Static).ToLookup(method => method.Name);
        Int = _open.MakeGenericType(typeof(int));
        UInt = _open.MakeGenericType(typeof(uint));
        Long = _open.MakeGenericType(typeof(long));
        ULong = _open.MakeGenericType(typeof(ulong));
        Float = _open.MakeGenericType(typeof(float));
        Double = _open.MakeGenericType(typeof(double));
    }

    public static VectorApi Of(int lanes) => Widths.GetOrAdd(lanes, static width => new VectorApi(width));

    /// <summary>Floats in a vector.</summary>
    public int Lanes { get; }
    public Type Int { get; }
    public Type UInt { get; }
    public Type Long { get; }
    public Type ULong { get; }
    public Type Float { get; }
    public Type Double { get; }

    public Type Vector(Type element) => _open.MakeGenericType(element);

    /// <summary>The element that lanes of this kind have in registers: narrow integers are held sign-extended, bools as 0 or -1.</summary>
    public static Type Element(ScalarKind kind) => kind switch
    {
        ScalarKind.F32 => typeof(float),
        ScalarKind.F64 => typeof(double),
        ScalarKind.I64 or ScalarKind.Pointer => typeof(long),
        _ => typeof(int),
    };

    /// <summary>How many native vectors hold all lanes of this kind.</summary>
    public static int Parts(ScalarKind kind) => kind is ScalarKind.I64 or ScalarKind.Pointer or ScalarKind.F64 ? 2 : 1;

    /// <summary>The static method of this name; a generic one is closed over <paramref name="element"/>.</summary>
    public MethodInfo Find(string name, Type? element, params Type[] parameters) =>
        _found.GetOrAdd((name, element, string.Join(',', parameters.Select(type => type.ToString()))), _ => Search(name, element, parameters));

    /// <summary>An operation on vectors of one element type that takes <paramref name="arity"/> of them.</summary>
    public MethodInfo Operation(string name, Type element, int arity) => Find(name, element, [.. Enumerable.Repeat(Vector(element), arity)]);

    /// <summary>A static property of the vector type, as Zero.</summary>
    public MethodInfo Property(string name, Type element) => Vector(element).GetProperty(name)!.GetMethod!;

    private MethodInfo Search(string name, Type? element, Type[] parameters)
    {
        foreach (var method in _methods[name])
        {
            var candidate = method;
            if (method.IsGenericMethodDefinition)
            {
                if (element is null || method.GetGenericArguments().Length != 1)
                    continue;
                candidate = method.MakeGenericMethod(element);
            }
            if (candidate.GetParameters().Select(parameter => parameter.ParameterType).SequenceEqual(parameters))
                return candidate;
        }
        throw new MissingMethodException($"{_open.Name}.{name}({string.Join(", ", parameters.Select(type => type.Name))}) of {element?.Name}");
    }
}
