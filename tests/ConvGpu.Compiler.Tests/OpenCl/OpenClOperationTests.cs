using System.Runtime.CompilerServices;
using ConvGpu.Ilgpu.Compilation;

namespace ConvGpu.Compiler.Tests.OpenCl;

/// <summary>Single operations on the device against the same operation of .NET, at the values where languages differ.</summary>
public sealed class OpenClOperationTests
{
    private static readonly float[] Floats =
    [
        0f, -0f, 1f, -1f, 0.5f, 1.5f, 2.5f, -2.5f, 3.7f, -3.7f, 1e10f, -1e10f, 1e-40f, -1e-40f, 2147483648f, -2147483904f, 4294967296f,
        float.MaxValue, float.Epsilon, float.PositiveInfinity, float.NegativeInfinity, float.NaN, 16777217f, 9.223372e18f, 123456.789f,
    ];

    private static readonly int[] Integers =
    [
        0, 1, -1, 2, -2, 7, -7, 31, 32, 33, 64, 100, int.MaxValue, int.MinValue, int.MinValue + 1, 0x55555555, 12345, -12345,
    ];

    [Fact]
    public void Binary_float_operations_are_those_of_dotnet()
    {
        (string, Func<float, float, float>)[] operations =
        [
            ("add", (a, b) => a + b), ("sub", (a, b) => a - b), ("mul", (a, b) => a * b), ("fdiv", (a, b) => a / b), ("frem", (a, b) => a % b),
            ("fmin", MathF.Min), ("fmax", MathF.Max), ("copysign", MathF.CopySign),
        ];
        var (left, right) = Pairs(Floats);
        Check<float, float>("f32", left, right, Same, [.. operations.Select(o => ($"%r:f32 = {o.Item1} %a, %b", o.Item2))]);
    }

    [Fact]
    public void Unary_float_operations_are_those_of_dotnet()
    {
        (string, Func<float, float>)[] operations =
        [
            ("sqrt", MathF.Sqrt), ("floor", MathF.Floor), ("ceiling", MathF.Ceiling), ("truncate", MathF.Truncate),
            ("roundeven", MathF.Round), ("abs", MathF.Abs), ("neg", a => -a),
        ];
        Check<float, float>("f32", Floats, Floats, Same, [.. operations.Select(o => ($"%r:f32 = {o.Item1} %a", (Func<float, float, float>)((a, _) => o.Item2(a))))]);
    }

    [Fact]
    public void Float_comparisons_treat_nan_as_dotnet_does()
    {
        (string, Func<float, float, bool>)[] operations =
        [
            ("cmp.eq", (a, b) => a == b), ("cmp.ne", (a, b) => a != b), ("cmp.lt", (a, b) => a < b), ("cmp.le", (a, b) => a <= b),
            ("cmp.gt", (a, b) => a > b), ("cmp.ge", (a, b) => a >= b), ("cmp.lt.u", (a, b) => !(a >= b)), ("cmp.le.u", (a, b) => !(a > b)),
            ("cmp.gt.u", (a, b) => !(a <= b)), ("cmp.ge.u", (a, b) => !(a < b)),
        ];
        var (left, right) = Pairs(Floats);
        Check<float, int>("f32", left, right, (x, y) => x == y,
            [.. operations.Select(o => ($"%c:i1 = {o.Item1} %a, %b\n  %r:i32 = zext %c", (Func<float, float, int>)((a, b) => o.Item2(a, b) ? 1 : 0)))]);
    }

    [Fact]
    public void Binary_integer_operations_are_those_of_dotnet()
    {
        // An unspecified quotient may be anything: that the kernel came back shows that it does not trap.
        const int Unspecified = 1234567891;
        static bool Traps(int a, int b) => b == 0 || (a == int.MinValue && b == -1);
        (string, Func<int, int, int>)[] operations =
        [
            ("add", (a, b) => a + b), ("sub", (a, b) => a - b), ("mul", (a, b) => a * b),
            ("mulhi.s", (a, b) => (int)((long)a * b >> 32)), ("mulhi.u", (a, b) => (int)((ulong)(uint)a * (uint)b >> 32)),
            ("min.s", Math.Min), ("max.s", Math.Max), ("min.u", (a, b) => (int)Math.Min((uint)a, (uint)b)), ("max.u", (a, b) => (int)Math.Max((uint)a, (uint)b)),
            ("shl", (a, b) => a << b), ("shr.s", (a, b) => a >> b), ("shr.u", (a, b) => a >>> b),
            ("and", (a, b) => a & b), ("or", (a, b) => a | b), ("xor", (a, b) => a ^ b),
        ];
        var (left, right) = Pairs(Integers);
        Check<int, int>("i32", left, right, (x, y) => x == y, [.. operations.Select(o => ($"%r:i32 = {o.Item1} %a, %b", o.Item2))]);
        (string, Func<int, int, int>)[] divisions =
        [
            ("div.s", (a, b) => a / b), ("rem.s", (a, b) => a % b), ("div.u", (a, b) => (int)((uint)a / (uint)b)), ("rem.u", (a, b) => (int)((uint)a % (uint)b)),
        ];
        Check<int, int>("i32", left, right, (x, y) => x == y || x == Unspecified,
            [.. divisions.Select(o => ($"%r:i32 = {o.Item1} %a, %b", (Func<int, int, int>)((a, b) => Traps(a, b) ? Unspecified : o.Item2(a, b))))]);
    }

    [Fact]
    public void Unary_integer_operations_are_those_of_dotnet()
    {
        (string, Func<int, int>)[] operations =
        [
            ("popcount", a => System.Numerics.BitOperations.PopCount((uint)a)), ("lzcnt", a => System.Numerics.BitOperations.LeadingZeroCount((uint)a)),
            ("tzcnt", System.Numerics.BitOperations.TrailingZeroCount), ("abs", a => a < 0 ? -a : a), ("neg", a => -a), ("not", a => ~a),
        ];
        Check<int, int>("i32", Integers, Integers, (x, y) => x == y,
            [.. operations.Select(o => ($"%r:i32 = {o.Item1} %a", (Func<int, int, int>)((a, _) => o.Item2(a))))]);
    }

    [Fact]
    public void Conversions_to_integers_saturate_and_nan_is_zero()
    {
        Check<float, int>("f32", Floats, Floats, (x, y) => x == y, ("%r:i32 = ftos %a", (a, _) => (int)a), ("%r:i32 = ftou %a", (a, _) => (int)(uint)a));
        Check<float, long>("f32", Floats, Floats, (x, y) => x == y, ("%r:i64 = ftos %a", (a, _) => (long)a), ("%r:i64 = ftou %a", (a, _) => (long)(ulong)a));
    }

    [Fact]
    public void Narrow_integers_wrap_and_extend_as_in_dotnet()
    {
        var (left, right) = Pairs(Integers);
        Check<int, int>("i32", left, right, (x, y) => x == y,
            ("%s:i8 = trunc %a\n %t:i8 = trunc %b\n %u:i8 = mul %s, %t\n %r:i32 = sext %u", (a, b) => (sbyte)((sbyte)a * (sbyte)b)),
            ("%s:i8 = trunc %a\n %t:i8 = trunc %b\n %u:i8 = add %s, %t\n %r:i32 = zext %u", (a, b) => (byte)((sbyte)a + (sbyte)b)),
            ("%s:i16 = trunc %a\n %t:i16 = trunc %b\n %u:i16 = mul %s, %t\n %r:i32 = zext %u", (a, b) => (ushort)((ushort)a * (ushort)b)),
            ("%s:i16 = trunc %a\n %c:i1 = cmp.lt %s, i16 0\n %r:i32 = sext %c", (a, _) => (short)a < 0 ? -1 : 0),
            ("%s:i64 = sext %a\n %t:i64 = zext %b\n %u:i64 = mul %s, %t\n %v:i64 = shr.u %u, i32 40\n %r:i32 = trunc %v", (a, b) => (int)(long)((ulong)((long)a * (uint)b) >> 40)),
            ("%s:f32 = stof %a\n %t:f32 = utof %b\n %c:i1 = cmp.lt %s, %t\n %r:i32 = select %c, i32 -7, i32 9", (a, b) => (float)a < (float)(uint)b ? -7 : 9));
    }

    [Fact]
    public void A_product_and_a_sum_are_rounded_twice_and_fma_once()
    {
        float[] a = [1f + MathF.ScaleB(1, -12), 1.1f, 3.3333333f], b = [1f + MathF.ScaleB(1, -12), 1.1f, 0.3f];
        Check<float, float>("f32", a, b, Same,
            ("%p:f32 = mul %a, %b\n  %r:f32 = sub %p, %a", (x, y) => (float)(x * y) - x),
            ("%n:f32 = neg %a\n  %r:f32 = fma %a, %b, %n", (x, y) => MathF.FusedMultiplyAdd(x, y, -x)));
    }

    /// <summary>Runs all operations in one kernel, one item a pair; `Lines` computes %r from %a and %b.</summary>
    private static void Check<T, TResult>(
        string type, T[] left, T[] right, Func<TResult, TResult, bool> same, params (string Lines, Func<T, T, TResult> Expected)[] operations)
        where T : unmanaged where TResult : unmanaged
    {
        int size = Unsafe.SizeOf<T>(), resultSize = Unsafe.SizeOf<TResult>();
        var ir = new System.Text.StringBuilder($"""
            kernel operations
            param %x:ptr.global x
            param %y:ptr.global y
            param %z:ptr.global z
            entry:
              %i:i32 = group #0
              %px:ptr.global = ptradd %x, %i #{size}
              %py:ptr.global = ptradd %y, %i #{size}
              %pz:ptr.global = ptradd %z, %i #{resultSize * operations.Length}
              %a:{type} = load %px
              %b:{type} = load %py

            """);
        for (int k = 0; k < operations.Length; k++)
        {
            string lines = System.Text.RegularExpressions.Regex.Replace(operations[k].Lines, "%(?![ab]\\b)", $"%o{k}");
            ir.Append($"  {lines}\n  %p{k}:ptr.global = ptradd %pz, i32 {k} #{resultSize}\n  store %p{k}, %o{k}r\n");
        }
        ir.Append("  ret\n");
        using var machine = new OpenClMachine();
        byte[] output = new byte[left.Length * resultSize * operations.Length];
        machine.Run(ir.ToString(), new LaunchDimensions(left.Length, 1, 1, 1, 1, 1, 0), OpenClMachine.Bytes(left), OpenClMachine.Bytes(right), output);
        var actual = OpenClMachine.Values<TResult>(output);
        for (int i = 0; i < left.Length; i++)
            for (int k = 0; k < operations.Length; k++)
            {
                var expected = operations[k].Expected(left[i], right[i]);
                var result = actual[i * operations.Length + k];
                Assert.True(same(expected, result), $"{operations[k].Lines}: a = {left[i]}, b = {right[i]} gives {result}, not {expected}");
            }
    }

    private static (T[] Left, T[] Right) Pairs<T>(T[] values) =>
        ([.. values.SelectMany(a => values.Select(_ => a))], [.. values.SelectMany(_ => values)]);

    /// <summary>Equal bits; any NaN is as good as another.</summary>
    private static bool Same(float a, float b) =>
        (float.IsNaN(a) && float.IsNaN(b)) || BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b);
}
