using System.Collections.Concurrent;
using System.Reflection;
using ConvGpu.Emulation.Execution;
using ConvGpu.Emulation.Parsing;

namespace ConvGpu.Emulation.Instructions;

/// <summary>Builds operations from operator types.</summary>
internal static class Make
{
    private static readonly (Type Operator, Type Operation, int Arguments)[] Shapes =
    [
        (typeof(IVectorUnary<>), typeof(VectorUnaryOperation<,>), 1),
        (typeof(IVectorBinary<>), typeof(VectorBinaryOperation<,>), 1),
        (typeof(IVectorTernary<>), typeof(VectorTernaryOperation<,>), 1),
        (typeof(IUnary<,>), typeof(UnaryOperation<,,>), 2),
        (typeof(IBinary<,,>), typeof(BinaryOperation<,,,>), 3),
        (typeof(ITernary<,,,>), typeof(TernaryOperation<,,,,>), 4),
        (typeof(IQuaternary<,,,,>), typeof(QuaternaryOperation<,,,,,>), 5),
    ];

    private static readonly ConcurrentDictionary<Type, ConstructorInvoker> Constructors = new();

    /// <summary>The type that holds a register's lane.</summary>
    public static Type Clr(ScalarType type) => type switch
    {
        ScalarType.B8 or ScalarType.U8 => typeof(byte),
        ScalarType.S8 => typeof(sbyte),
        ScalarType.B16 or ScalarType.U16 or ScalarType.F16 or ScalarType.BF16 => typeof(ushort),
        ScalarType.S16 => typeof(short),
        ScalarType.S32 => typeof(int),
        ScalarType.F32 => typeof(float),
        ScalarType.B64 or ScalarType.U64 => typeof(ulong),
        ScalarType.S64 => typeof(long),
        ScalarType.F64 => typeof(double),
        _ => typeof(uint),
    };

    public static Type Wide(ScalarType type) => type switch
    {
        ScalarType.U16 => typeof(uint),
        ScalarType.S16 => typeof(int),
        ScalarType.U32 => typeof(ulong),
        ScalarType.S32 => typeof(long),
        ScalarType.U64 => typeof(UInt128),
        ScalarType.S64 => typeof(Int128),
        _ => throw new InvalidOperationException($"{type} is no integer"),
    };

    public static Type Close(Type open, params Type[] arguments) => open.IsGenericTypeDefinition ? open.MakeGenericType(arguments) : open;

    /// <summary>The operation that applies a closed operator to the instruction's operands in order.</summary>
    public static Operation Lanes(DecodedInstruction instruction, Type operatorType) =>
        Lanes(operatorType, instruction.Operands.Select(operand => operand.Slot).ToArray());

    public static Operation Lanes(Type operatorType, params int[] slots) =>
        (Operation)Constructors.GetOrAdd(operatorType, type => ConstructorInvoker.Create(OperationType(type).GetConstructors()[0]))
            .Invoke(slots.Select(slot => (object?)slot).ToArray())!;

    private static Type OperationType(Type operatorType)
    {
        var interfaces = operatorType.GetInterfaces();
        foreach (var (shape, operation, count) in Shapes)
        {
            foreach (var candidate in interfaces)
            {
                if (!candidate.IsGenericType || candidate.GetGenericTypeDefinition() != shape) continue;
                return operation.MakeGenericType([operatorType, .. candidate.GetGenericArguments().Take(count)]);
            }
        }

        throw new InvalidOperationException($"{operatorType} is no operator");
    }

    public static Type RoundingType(string? modifier) => modifier switch
    {
        "rz" => typeof(ToZero),
        "rm" => typeof(Downwards),
        "rp" => typeof(Upwards),
        _ => typeof(ToNearest),
    };

    public static Rounding RoundingValue(string? modifier) => modifier switch
    {
        "rz" => Rounding.Zero,
        "rm" => Rounding.Down,
        "rp" => Rounding.Up,
        _ => Rounding.Nearest,
    };

    public static Type FloatType(ScalarType type) => type switch
    {
        ScalarType.F32 => typeof(SingleType),
        ScalarType.F64 => typeof(DoubleType),
        ScalarType.F16 or ScalarType.F16x2 => typeof(HalfType),
        _ => typeof(BFloatType),
    };
}
