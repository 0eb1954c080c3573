using ConvGpu.Ilgpu.Extensions;
using ILGPU;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Compiler.Tests.Ptx;

/// <summary>
/// Kernels with inline PTX and plain code that does the same. Where .NET runs them, and on other devices, the plain code computes. Groups
/// are one warp of 32; operands are small whole numbers, so that products and sums are exact in every format.
/// </summary>
internal static class InlineAsmKernels
{
    public static void Arithmetic(ArrayView<int> x, ArrayView<float> y, ArrayView<int> outputA, ArrayView<float> outputB)
    {
        int i = Grid.IdxX * Group.DimX + Group.IdxX;
        int number = x[i], high = number >> 4;
        float value = y[i];
        if (CudaAsm.IsSupported)
        {
            CudaAsm.Emit("min.s32 %0, %1, %2;", out int least, number, high);
            var sum = new Ref<int> { Value = number };
            Input<int> other = high;
            CudaAsm.EmitRef("add.s32 %0, %0, %1;\nxor.b32 %0, %0, 5;", ref sum, ref other);
            Output<float> negated = default;
            Input<float> source = value;
            CudaAsm.EmitRef("neg.f32 %0, %1;", ref negated, ref source);
            CudaAsm.Emit("{\n.reg .b32 t;\nmov.u32 t, %%laneid;\nadd.u32 %0, t, 1;\n}", out int lane);
            CudaAsm.Emit("cvt.u16.u32 %0, %1;", out short narrow, number);
            outputA[4 * i] = least;
            outputA[4 * i + 1] = sum.Value;
            outputA[4 * i + 2] = lane;
            outputA[4 * i + 3] = narrow;
            outputB[i] = negated.Value;
        }
        else
        {
            outputA[4 * i] = Math.Min(number, high);
            outputA[4 * i + 1] = (number + high) ^ 5;
            outputA[4 * i + 2] = Group.IdxX % 32 + 1;
            outputA[4 * i + 3] = (short)number;
            outputB[i] = -value;
        }
    }

    /// <summary>16 x 8 by 8 x 8 in TensorFloat32.</summary>
    public static void MultiplyTensorFloat32(ArrayView<int> a, ArrayView<int> b, ArrayView<float> output)
    {
        int lane = Group.IdxX, row = lane >> 2, place = lane & 3;
        var x = a.SubView(Grid.IdxX * 128, 128);
        var y = b.SubView(Grid.IdxX * 64, 64);
        var z = output.SubView(Grid.IdxX * 128, 128);
        if (CudaAsm.IsSupported)
        {
            Output<float> c0 = default, c1 = default, c2 = default, c3 = default;
            Input<int> a0 = Bits(x[row * 8 + place]), a1 = Bits(x[(row + 8) * 8 + place]);
            Input<int> a2 = Bits(x[row * 8 + place + 4]), a3 = Bits(x[(row + 8) * 8 + place + 4]);
            Input<int> b0 = Bits(y[place * 8 + row]), b1 = Bits(y[(place + 4) * 8 + row]);
            Input<float> zero = 0f;
            CudaAsm.EmitRef(
                "mma.sync.aligned.m16n8k8.row.col.f32.tf32.tf32.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%10, %10, %10, %10};",
                ref c0, ref c1, ref c2, ref c3, ref a0, ref a1, ref a2, ref a3, ref b0, ref b1, ref zero);
            z[row * 8 + 2 * place] = c0.Value;
            z[row * 8 + 2 * place + 1] = c1.Value;
            z[(row + 8) * 8 + 2 * place] = c2.Value;
            z[(row + 8) * 8 + 2 * place + 1] = c3.Value;
        }
        else
        {
            for (int i = lane; i < 128; i += 32)
            {
                float sum = 0;
                for (int k = 0; k < 8; k++)
                    sum += Small(x[i / 8 * 8 + k]) * Small(y[k * 8 + i % 8]);
                z[i] = sum;
            }
        }
    }

    /// <summary>16 x 16 by 16 x 8 in bfloat16 and in half.</summary>
    public static void MultiplyShort<TFormat>(ArrayView<int> a, ArrayView<int> b, ArrayView<float> output) where TFormat : struct, IShortFormat
    {
        TFormat format = default;
        int lane = Group.IdxX, row = lane >> 2, place = lane & 3;
        var x = a.SubView(Grid.IdxX * 256, 256);
        var y = b.SubView(Grid.IdxX * 128, 128);
        var z = output.SubView(Grid.IdxX * 128, 128);
        if (CudaAsm.IsSupported)
        {
            Ref<float> c0 = default, c1 = default, c2 = default, c3 = default;
            Input<uint> a0 = format.Pair(x, row * 16 + 2 * place, 1), a1 = format.Pair(x, (row + 8) * 16 + 2 * place, 1);
            Input<uint> a2 = format.Pair(x, row * 16 + 2 * place + 8, 1), a3 = format.Pair(x, (row + 8) * 16 + 2 * place + 8, 1);
            Input<uint> b0 = format.Pair(y, 2 * place * 8 + row, 8), b1 = format.Pair(y, (2 * place + 8) * 8 + row, 8);
            format.Multiply(ref c0, ref c1, ref c2, ref c3, ref a0, ref a1, ref a2, ref a3, ref b0, ref b1);
            z[row * 8 + 2 * place] = c0.Value;
            z[row * 8 + 2 * place + 1] = c1.Value;
            z[(row + 8) * 8 + 2 * place] = c2.Value;
            z[(row + 8) * 8 + 2 * place + 1] = c3.Value;
        }
        else
        {
            for (int i = lane; i < 128; i += 32)
            {
                float sum = 0;
                for (int k = 0; k < 16; k++)
                    sum += Small(x[i / 8 * 16 + k]) * Small(y[k * 8 + i % 8]);
                z[i] = sum;
            }
        }
    }

    /// <summary>Four 8 x 8 matrices of 16 bits: copied to shared memory 16 bytes an item, then a row's pair to each item.</summary>
    public static void CopyAndLoadMatrices(ArrayView<int> a, ArrayView<int> output)
    {
        var tile = SharedMemory.Allocate<int>(128);
        int lane = Group.IdxX, first = Grid.IdxX * 128;
        if (CudaAsm.IsSupported)
        {
            CudaAsm.Emit("cp.async.ca.shared.global [%0], [%1], 16;",
                CudaAddress.Shared(tile.SubView(lane * 4, 4)), CudaAddress.Global(a.SubView(first + lane * 4, 4)));
            CudaAsm.Emit("cp.async.commit_group;");
            CudaAsm.Emit("cp.async.wait_group 0;");
        }
        else
        {
            for (int i = 0; i < 4; i++)
                tile[lane * 4 + i] = a[first + lane * 4 + i];
        }
        Group.Barrier();
        if (CudaAsm.IsSupported)
        {
            Output<int> r0 = default, r1 = default, r2 = default, r3 = default;
            Input<uint> address = CudaAddress.Shared(tile.SubView(lane * 4, 4));
            CudaAsm.EmitRef("ldmatrix.sync.aligned.m8n8.x4.shared.b16 {%0, %1, %2, %3}, [%4];", ref r0, ref r1, ref r2, ref r3, ref address);
            output[first + lane] = r0.Value;
            output[first + 32 + lane] = r1.Value;
            output[first + 64 + lane] = r2.Value;
            output[first + 96 + lane] = r3.Value;
        }
        else
        {
            for (int i = 0; i < 4; i++)
                output[first + 32 * i + lane] = tile[32 * i + lane];
        }
    }

    /// <summary>Without a test of IsSupported: refused elsewhere.</summary>
    public static void Unguarded(ArrayView<int> output)
    {
        CudaAsm.Emit("mov.u32 %0, 7;", out int seven);
        output[Grid.IdxX * Group.DimX + Group.IdxX] = seven;
    }

    internal static float Small(int value) => (value & 15) - 8;

    private static int Bits(int value) => Interop.FloatAsInt(Small(value)) is var bits ? (int)bits : 0;

    internal interface IShortFormat
    {
        /// <summary>Two elements in one register, the first in the lower half.</summary>
        uint Pair(ArrayView<int> view, int at, int step);

        void Multiply(
            ref Ref<float> c0, ref Ref<float> c1, ref Ref<float> c2, ref Ref<float> c3,
            ref Input<uint> a0, ref Input<uint> a1, ref Input<uint> a2, ref Input<uint> a3, ref Input<uint> b0, ref Input<uint> b1);
    }

    internal struct BFloat : IShortFormat
    {
        public readonly uint Pair(ArrayView<int> view, int at, int step)
        {
            CudaAsm.Emit("cvt.rn.bf16x2.f32 %0, %1, %2;", out uint pair, Small(view[at + step]), Small(view[at]));
            return pair;
        }

        public readonly void Multiply(
            ref Ref<float> c0, ref Ref<float> c1, ref Ref<float> c2, ref Ref<float> c3,
            ref Input<uint> a0, ref Input<uint> a1, ref Input<uint> a2, ref Input<uint> a3, ref Input<uint> b0, ref Input<uint> b1) =>
            CudaAsm.EmitRef(
                "mma.sync.aligned.m16n8k16.row.col.f32.bf16.bf16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};",
                ref c0, ref c1, ref c2, ref c3, ref a0, ref a1, ref a2, ref a3, ref b0, ref b1);
    }

    internal struct HalfFloat : IShortFormat
    {
        public readonly uint Pair(ArrayView<int> view, int at, int step)
        {
            CudaAsm.Emit("cvt.rn.f16x2.f32 %0, %1, %2;", out uint pair, Small(view[at + step]), Small(view[at]));
            return pair;
        }

        public readonly void Multiply(
            ref Ref<float> c0, ref Ref<float> c1, ref Ref<float> c2, ref Ref<float> c3,
            ref Input<uint> a0, ref Input<uint> a1, ref Input<uint> a2, ref Input<uint> a3, ref Input<uint> b0, ref Input<uint> b1) =>
            CudaAsm.EmitRef(
                "mma.sync.aligned.m16n8k16.row.col.f32.f16.f16.f32 {%0, %1, %2, %3}, {%4, %5, %6, %7}, {%8, %9}, {%0, %1, %2, %3};",
                ref c0, ref c1, ref c2, ref c3, ref a0, ref a1, ref a2, ref a3, ref b0, ref b1);
    }
}
