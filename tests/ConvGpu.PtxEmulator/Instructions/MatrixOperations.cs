using System.Numerics;
using ConvGpu.Emulation.Checks;
using ConvGpu.Emulation.Execution;

namespace ConvGpu.Emulation.Instructions;

internal enum MatrixElement : byte
{
    Half,
    BFloat16,
    TensorFloat32,
    Single,
    Byte,
    SignedByte,
    Integer,
}

/// <summary>
/// mma.m16n8kK. With g = lane / 4, t = lane % 4 and E elements a register: register r of A holds row g + 8 (r % 2), columns from
/// tE + 4E (r / 2); register r of B holds rows from tE + 4Er, column g; element i of C and D is row g + 8 (i / 2), column 2t + i % 2.
/// Products are exact and summed in double, then rounded once: the ISA leaves order and intermediate precision open.
/// </summary>
internal sealed unsafe class MatrixMultiplyTerminator(
    MatrixElement typeA, MatrixElement typeB, MatrixElement typeC, int[] d, int[] a, int[] b, int[] c, bool saturate, int members)
    : WarpTerminator(members)
{
    private const int Rows = 16;
    private const int Columns = 8;

    protected override void Together(Warp warp, uint lanes)
    {
        if (lanes != uint.MaxValue) throw warp.Fault(this, Warp.FirstLane(~lanes), FaultKind.WarpDivergence, "mma needs all 32 lanes of the warp");
        var perRegister = Elements(typeA);
        var depth = 4 * perRegister * b.Length;
        var matrixA = stackalloc double[Rows * depth];
        var matrixB = stackalloc double[depth * Columns];
        for (var lane = 0; lane < Warp.Lanes; lane++)
        {
            int group = lane >> 2, thread = lane & 3;
            for (var e = 0; e < perRegister; e++)
            {
                for (var r = 0; r < a.Length; r++)
                    matrixA[(group + 8 * (r & 1)) * depth + thread * perRegister + (r >> 1) * 4 * perRegister + e] = Value(warp.Lane<uint>(a[r])[lane], e, typeA);
                for (var r = 0; r < b.Length; r++)
                    matrixB[(thread * perRegister + r * 4 * perRegister + e) * Columns + group] = Value(warp.Lane<uint>(b[r])[lane], e, typeB);
            }
        }

        for (var lane = 0; lane < Warp.Lanes; lane++)
        {
            for (var i = 0; i < 4; i++)
            {
                int row = (lane >> 2) + 8 * (i >> 1), column = (lane & 3) * 2 + (i & 1);
                var sum = Accumulator(warp, c, lane, i);
                for (var k = 0; k < depth; k++) sum += matrixA[row * depth + k] * matrixB[k * Columns + column];
                Store(warp, lane, i, sum);
            }
        }
    }

    private static int Elements(MatrixElement type) => type switch
    {
        MatrixElement.Half or MatrixElement.BFloat16 => 2,
        MatrixElement.Byte or MatrixElement.SignedByte => 4,
        _ => 1,
    };

    private static double Value(uint register, int element, MatrixElement type) => type switch
    {
        MatrixElement.Half => (double)BitConverter.UInt16BitsToHalf((ushort)(register >> (16 * element))),
        MatrixElement.BFloat16 => BFloat.ToSingle((ushort)(register >> (16 * element))),
        MatrixElement.TensorFloat32 => BFloat.TensorFloat(register),
        MatrixElement.Byte => (byte)(register >> (8 * element)),
        _ => (sbyte)(register >> (8 * element)),
    };

    private double Accumulator(Warp warp, int[] slots, int lane, int i) => typeC switch
    {
        MatrixElement.Single => warp.Lane<float>(slots[i])[lane],
        MatrixElement.Integer => warp.Lane<int>(slots[i])[lane],
        _ => Value(warp.Lane<uint>(slots[i >> 1])[lane], i & 1, MatrixElement.Half),
    };

    private void Store(Warp warp, int lane, int i, double sum)
    {
        switch (typeC)
        {
            case MatrixElement.Single:
                warp.Lane<float>(d[i])[lane] = (float)sum;
                break;
            case MatrixElement.Integer:
                warp.Lane<int>(d[i])[lane] = saturate ? int.CreateSaturating(sum) : (int)(long)sum;
                break;
            default:
                ((ushort*)(warp.Lane<uint>(d[i >> 1]) + lane))[i & 1] = BitConverter.HalfToUInt16Bits((Half)sum);
                break;
        }
    }
}

/// <summary>What ldmatrix and stmatrix share: lane 8m + r gives the address of row r of matrix m, 16 bytes.</summary>
internal sealed unsafe class MatrixRows(AddressSource address) : MemoryOperation(address, 16, false)
{
    public ushort* Row(Warp warp, int lane, AccessKind kind) => (ushort*)Locate(warp, lane, Address.Of(warp, lane), Address.Space, kind);

    public override void Execute(Warp warp, uint mask)
    {
    }
}

internal sealed unsafe class LoadMatrixTerminator(AddressSource address, int[] d, bool transposed, int members) : WarpTerminator(members)
{
    private readonly MatrixRows _rows = new(address);

    protected override void Together(Warp warp, uint lanes)
    {
        if (lanes != uint.MaxValue) throw warp.Fault(this, Warp.FirstLane(~lanes), FaultKind.WarpDivergence, "ldmatrix needs all 32 lanes of the warp");
        (_rows.Line, _rows.Source) = (Line, Source);
        var matrix = stackalloc ushort[64];
        for (var m = 0; m < d.Length; m++)
        {
            for (var r = 0; r < 8; r++) Buffer.MemoryCopy(_rows.Row(warp, m * 8 + r, AccessKind.Read), matrix + r * 8, 16, 16);
            for (var lane = 0; lane < Warp.Lanes; lane++)
            {
                int row = lane >> 2, column = (lane & 3) * 2;
                warp.Lane<uint>(d[m])[lane] = transposed
                    ? matrix[column * 8 + row] | (uint)matrix[(column + 1) * 8 + row] << 16
                    : matrix[row * 8 + column] | (uint)matrix[row * 8 + column + 1] << 16;
            }
        }
    }
}

internal sealed unsafe class StoreMatrixTerminator(AddressSource address, int[] a, bool transposed, int members) : WarpTerminator(members)
{
    private readonly MatrixRows _rows = new(address);

    protected override void Together(Warp warp, uint lanes)
    {
        if (lanes != uint.MaxValue) throw warp.Fault(this, Warp.FirstLane(~lanes), FaultKind.WarpDivergence, "stmatrix needs all 32 lanes of the warp");
        (_rows.Line, _rows.Source) = (Line, Source);
        var matrix = stackalloc ushort[64];
        for (var m = 0; m < a.Length; m++)
        {
            for (var lane = 0; lane < Warp.Lanes; lane++)
            {
                int row = lane >> 2, column = (lane & 3) * 2;
                var value = warp.Lane<uint>(a[m])[lane];
                matrix[transposed ? column * 8 + row : row * 8 + column] = (ushort)value;
                matrix[transposed ? (column + 1) * 8 + row : row * 8 + column + 1] = (ushort)(value >> 16);
            }

            for (var r = 0; r < 8; r++) Buffer.MemoryCopy(matrix + r * 8, _rows.Row(warp, m * 8 + r, AccessKind.Write), 16, 16);
        }
    }
}

internal sealed unsafe class TransposeMatrixTerminator(int d, int a, int members) : WarpTerminator(members)
{
    protected override void Together(Warp warp, uint lanes)
    {
        var source = stackalloc uint[Warp.Lanes];
        for (var lane = 0; lane < Warp.Lanes; lane++) source[lane] = warp.Lane<uint>(a)[lane];
        for (var lane = 0; lane < Warp.Lanes; lane++)
        {
            int row = lane >> 2, column = (lane & 3) * 2;
            warp.Lane<uint>(d)[lane] = Element(source, column, row) | Element(source, column + 1, row) << 16;
        }
    }

    private static uint Element(uint* source, int row, int column) => source[row * 4 + column / 2] >> (16 * (column & 1)) & 0xFFFF;
}
