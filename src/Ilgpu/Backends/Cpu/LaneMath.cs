using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>
/// Functions that apply a method of <see cref="ScalarMath"/> to every lane of operands in memory: addresses of the operands, address of
/// the result, number of lanes. They are made once per operation.
/// </summary>
internal static class LaneMath
{
    private static readonly ConcurrentDictionary<MethodInfo, MethodInfo> Made = new();

    public static MethodInfo Loop(Instruction instruction)
    {
        var from = instruction.Operands[0].Type.Kind;
        var method = instruction.Info.Has(OpTraits.Convert)
            ? ScalarMath.FindConversion(instruction.Op, from, instruction.Type.Kind)
            : ScalarMath.Find(instruction.Op, instruction.Type.Kind);
        return Made.GetOrAdd(method, Make);
    }

    private static DynamicMethod Make(MethodInfo scalar)
    {
        var parameters = scalar.GetParameters();
        int arity = parameters.Length;
        var result = new DynamicMethod($"Lanes.{scalar.Name}", typeof(void),
            [.. Enumerable.Repeat(typeof(long), arity + 1), typeof(int)], typeof(LaneMath).Module, skipVisibility: true);
        var il = result.GetILGenerator();
        var lane = il.DeclareLocal(typeof(long));
        var again = il.DefineLabel();
        void Address(int argument, Type type)
        {
            il.Emit(OpCodes.Ldarg, argument);
            il.Emit(OpCodes.Ldloc, lane);
            il.Emit(OpCodes.Ldc_I8, (long)Size(type));
            il.Emit(OpCodes.Mul);
            il.Emit(OpCodes.Add);
        }
        il.MarkLabel(again);
        Address(arity, scalar.ReturnType);
        for (int i = 0; i < arity; i++)
        {
            Address(i, parameters[i].ParameterType);
            il.Emit(OpCodes.Ldobj, parameters[i].ParameterType);
        }
        il.Emit(OpCodes.Call, scalar);
        il.Emit(OpCodes.Stobj, scalar.ReturnType);
        il.Emit(OpCodes.Ldloc, lane);
        il.Emit(OpCodes.Ldc_I8, 1L);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Stloc, lane);
        il.Emit(OpCodes.Ldloc, lane);
        il.Emit(OpCodes.Ldarg, arity + 1);
        il.Emit(OpCodes.Conv_I8);
        il.Emit(OpCodes.Blt, again);
        il.Emit(OpCodes.Ret);
        return result;
    }

    private static int Size(Type type) => type == typeof(long) || type == typeof(double) ? 8 : 4;
}
