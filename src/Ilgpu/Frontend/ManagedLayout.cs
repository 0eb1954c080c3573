using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace ConvGpu.Ilgpu.Frontend;

/// <summary>Sizes and field offsets as the running .NET lays them out, measured on real values.</summary>
internal static class ManagedLayout
{
    private delegate nint Measure();

    public static int SizeOf(Type type) => Run(il => il.Emit(OpCodes.Sizeof, type));

    /// <summary>Offset of an instance field of a value type from the start of the value.</summary>
    public static int OffsetOf(FieldInfo field) => Run(il =>
    {
        il.DeclareLocal(field.DeclaringType!);
        il.Emit(OpCodes.Ldloca, 0);
        il.Emit(OpCodes.Ldflda, field);
        il.Emit(OpCodes.Conv_U);
        il.Emit(OpCodes.Ldloca, 0);
        il.Emit(OpCodes.Conv_U);
        il.Emit(OpCodes.Sub);
    });

    public static int AlignmentOf(Type type) => OffsetOf(typeof(AfterByte<>).MakeGenericType(type).GetField(nameof(AfterByte<int>.Value))!);

    private static int Run(Action<ILGenerator> body)
    {
        var method = new DynamicMethod("Measure", typeof(nint), Type.EmptyTypes, typeof(ManagedLayout).Module, skipVisibility: true);
        var il = method.GetILGenerator();
        body(il);
        il.Emit(OpCodes.Conv_I);
        il.Emit(OpCodes.Ret);
        return (int)method.CreateDelegate<Measure>()();
    }

#pragma warning disable CS0649 // only the offset of Value is read
    private struct AfterByte<T> where T : struct
    {
        public byte First;
        public T Value;
    }
#pragma warning restore CS0649
}
