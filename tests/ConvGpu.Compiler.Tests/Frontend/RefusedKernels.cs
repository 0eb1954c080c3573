using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.InteropServices;
using ILGPU;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Compiler.Tests.Frontend;

/// <summary>Kernels that are refused, each with the id at the front of its name. Those from CG0040 on are refused by some devices alone.</summary>
internal static unsafe class RefusedKernels
{
    private static int s_counter = 1;
    private static readonly object SomeObject = new();

    public static IReadOnlyDictionary<string, MethodInfo> All { get; } =
        typeof(RefusedKernels).GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Where(method => method.Name.StartsWith("CG", StringComparison.Ordinal)).Append(StackUnderflow())
            .ToDictionary(method => method.Name);

    public static void CG0001_Object(Index1D i, ArrayView<int> x) => x[i] = SomeObject is null ? 1 : 0;

    public static void CG0001_Class(Index1D i, ArrayView<int> x) => x[i] = new List<int>().Count;

    public static void CG0002_Boxing(Index1D i, ArrayView<int> x) => x[i] = Read(new Three());

    public static void CG0003_Delegate(Index1D i, ArrayView<int> x)
    {
        Func<int, int> twice = value => value * 2;
        x[i] = twice(i);
    }

    public static void CG0004_Throw(Index1D i, ArrayView<int> x)
    {
        if (x[i] < 0)
            throw new InvalidOperationException();
    }

    public static void CG0005_Try(Index1D i, ArrayView<int> x)
    {
        try
        {
            x[i] = 1;
        }
        finally
        {
            x[i] = 2;
        }
    }

    public static void CG0006_StackAlloc(Index1D i, ArrayView<int> x)
    {
        int* p = stackalloc int[4];
        p[1] = i;
        x[i] = p[1];
    }

    public static void CG0007_Span(Index1D i, ArrayView<int> x)
    {
        ReadOnlySpan<int> span = [1, 2, 3];
        x[i] = span.Length;
    }

    public static void CG0008_Checked(Index1D i, ArrayView<int> x) => x[i] = checked(x[i] + 1);

    public static void CG0009_Recursion(Index1D i, ArrayView<int> x) => x[i] = Factorial(x[i]);

    public static void CG0010_Interface(Index1D i, ArrayView<int> x) => x[i] = ((IValue)new Three()).Value;

    public static void CG0010_InterfaceOfNothing(Index1D i, ArrayView<int> x)
    {
        IValue? value = null;
        x[i] = value!.Value;
    }

    public static void CG0011_Library(Index1D i, ArrayView<int> x) => x[i] = Environment.ProcessorCount;

    public static void CG0012_ArraySize(Index1D i, ArrayView<int> x) => x[i] = new int[x[i]].Length;

    public static void CG0012_LocalMemorySize(Index1D i, ArrayView<int> x) => x[i] = LocalMemory.Allocate<int>(x[i])[0];

    public static void CG0013_StaticField(Index1D i, ArrayView<int> x) => x[i] = s_counter;

    public static void CG0013_StaticFieldStored(Index1D i, ArrayView<int> x) => s_counter = x[i];

    public static void CG0014_Text(Index1D i, ArrayView<int> x) => x[i] = "text".Length;

    public static void CG0015_TypedReference(Index1D i, ArrayView<int> x)
    {
        int value = x[i];
        x[i] = __refvalue(__makeref(value), int) + 1;
    }

    public static void CG0016_Extern(Index1D i, ArrayView<int> x) => x[i] = Absolute(x[i]);

    public static void CG0017_Reference(Index1D i, ref int x) => x = i;

    public static void CG0018_RoundingMode(Index1D i, ArrayView<int> x) => x[i] = (int)MathF.Round(0.5f * x[i], (MidpointRounding)x[i]);

    public static void CG0018_NegativeSize(Index1D i, ArrayView<int> x) => x[i] = LocalMemory.Allocate<int>(-1)[0];

    public static void CG0019_Overlaid(Index1D i, ArrayView<int> x)
    {
        var overlaid = new Overlaid { View = x, Count = i };
        overlaid.View[i] = overlaid.Count;
    }

    public static void CG0020_Memories(Index1D i, ArrayView<int> x)
    {
        var local = LocalMemory.Allocate<int>(4);
        ref int place = ref (x[i] > 0 ? ref x[i] : ref local[i & 3]);
        place++;
        x[i] = local[x[i] & 3];
    }

    public static void CG0020_Texts(Index1D i, ArrayView<int> x) => x[i] = (x[i] > 0 ? "one" : "two").Length;

    public static void CG0021_TooLarge(Index1D i, ArrayView<int> x) =>
        x[i] = Tenfold<Tenfold<Tenfold<Tenfold<Tenfold<Step>>>>>.Run(x[i]);

    public static void CG0023_Goto(Index1D i, ArrayView<int> x)
    {
        int value = x[i];
        if (value > 3)
            goto middle;
    start:
        value += x[value & 1];
    middle:
        value += 2;
        if (value < 100)
            goto start;
        x[i] = value;
    }

    public static void CG0040_ViewsInMemory(Index1D i, ArrayView<int> x)
    {
        var views = new ArrayView<int>[2];
        views[0] = x;
        views[1] = x.SubView(1, 2);
        x[i] = views[x[i] & 1][0];
    }

    public static void CG0041_Double(Index1D i, ArrayView<int> x) => x[i] = (int)(x[i] * 0.1);

    public static void CG0042_LongAtomic(Index1D i, ArrayView<int> x)
    {
        var sum = SharedMemory.Allocate<long>(1);
        x[i] = (int)Atomic.Add(ref sum[0], x[i]);
    }

    public static void CG0044_SharedMemory(Index1D i, ArrayView<int> x)
    {
        var tile = SharedMemory.Allocate<int>(1 << 26);
        tile[x[i]] = i;
        Group.Barrier();
        x[i] = tile[i];
    }

    public static void CG0045_InlinePtx(Index1D i, ArrayView<int> x)
    {
        CudaAsm.Emit("add.s32 %0, %1, %1;", out int twice, x[i]);
        x[i] = twice;
    }

    public static void CG0046_StructOperand(Index1D i, ArrayView<int> x) => CudaAsm.Emit("prefetch.global.L1 [%0];", new Three());

    private static int Factorial(int n) => n < 2 ? 1 : n * Factorial(n - 1);

    private static int Read(IValue value) => value.Value;

    [DllImport("libc", EntryPoint = "abs")]
    private static extern int Absolute(int value);

    /// <summary>IL that no C# compiler writes: an addition with one number on the stack.</summary>
    private static MethodInfo StackUnderflow()
    {
        var module = AssemblyBuilder.DefineDynamicAssembly(new AssemblyName("InvalidIl"), AssemblyBuilderAccess.Run).DefineDynamicModule("InvalidIl");
        var type = module.DefineType("InvalidKernels", TypeAttributes.Public | TypeAttributes.Abstract | TypeAttributes.Sealed);
        const string name = "CG0022_StackUnderflow";
        var il = type.DefineMethod(name, MethodAttributes.Public | MethodAttributes.Static, typeof(void), [typeof(Index1D), typeof(ArrayView<int>)])
            .GetILGenerator();
        il.Emit(OpCodes.Ldc_I4_1);
        il.Emit(OpCodes.Add);
        il.Emit(OpCodes.Pop);
        il.Emit(OpCodes.Ret);
        return type.CreateType().GetMethod(name)!;
    }

    private interface IValue
    {
        int Value { get; }
    }

    private struct Three : IValue
    {
        public readonly int Value => 3;
    }

    [StructLayout(LayoutKind.Explicit)]
    private struct Overlaid
    {
        [FieldOffset(0)]
        public ArrayView<int> View;

        [FieldOffset(64)]
        public int Count;
    }

    private interface IWork
    {
        static abstract int Run(int x);
    }

    private struct Step : IWork
    {
        public static int Run(int x) => (x ^ (x << 3)) + (x * 7 ^ (x >> 2)) + (x | 12345) * (x & 99);
    }

    private struct Tenfold<T> : IWork where T : struct, IWork
    {
        public static int Run(int x) => T.Run(T.Run(T.Run(T.Run(T.Run(T.Run(T.Run(T.Run(T.Run(T.Run(x))))))))));
    }
}
