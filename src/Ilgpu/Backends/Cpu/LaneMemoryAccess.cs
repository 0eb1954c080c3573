using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>
/// Memory accesses lane by lane for generated code. Vectors and masks lie at the addresses given, four bytes a lane (eight for 64-bit
/// kinds); a lane takes part when its mask is not 0.
/// </summary>
internal static unsafe class LaneMemoryAccess
{
    public static void LoadNarrow(long from, long to, int kind, int lanes)
    {
        int bytes = (ScalarKind)kind == ScalarKind.I16 ? 2 : 1;
        for (int i = 0; i < lanes; i++)
            Read(from + i * bytes, to, i, (ScalarKind)kind);
    }

    public static void StoreNarrow(long to, long from, int kind, int lanes)
    {
        int bytes = (ScalarKind)kind == ScalarKind.I16 ? 2 : 1;
        for (int i = 0; i < lanes; i++)
            Write(to + i * bytes, from, i, (ScalarKind)kind);
    }

    public static void LoadMasked(long from, long mask, long to, int kind, int lanes)
    {
        int bytes = new IrType((ScalarKind)kind).ElementBytes;
        for (int i = 0; i < lanes; i++)
            if (((int*)mask)[i] != 0)
                Read(from + i * bytes, to, i, (ScalarKind)kind);
    }

    public static void StoreMasked(long to, long mask, long from, int kind, int lanes)
    {
        int bytes = new IrType((ScalarKind)kind).ElementBytes;
        for (int i = 0; i < lanes; i++)
            if (((int*)mask)[i] != 0)
                Write(to + i * bytes, from, i, (ScalarKind)kind);
    }

    public static void Gather(long start, long index, int indexBytes, long mask, long scale, long offset, long to, int kind, int lanes)
    {
        for (int i = 0; i < lanes; i++)
            if (((int*)mask)[i] != 0)
                Read(Address(start, index, indexBytes, i, scale, offset), to, i, (ScalarKind)kind);
    }

    public static void Scatter(long start, long index, int indexBytes, long mask, long scale, long offset, long from, int kind, int lanes)
    {
        for (int i = 0; i < lanes; i++)
            if (((int*)mask)[i] != 0)
                Write(Address(start, index, indexBytes, i, scale, offset), from, i, (ScalarKind)kind);
    }

    public static void Atomic(
        long start, long index, int indexBytes, long mask, long scale, long offset, long values, long results, int operation, int kind, int lanes)
    {
        for (int i = 0; i < lanes; i++)
        {
            if (((int*)mask)[i] == 0)
                continue;
            long address = Address(start, index, indexBytes, i, scale, offset);
            if (Wide(kind))
                ((long*)results)[i] = AtomicMath.Apply((long*)address, ((long*)values)[i], (AtomicKind)operation);
            else
                ((int*)results)[i] = AtomicMath.Apply((int*)address, ((int*)values)[i], (AtomicKind)operation);
        }
    }

    public static void CompareExchange(
        long start, long index, int indexBytes, long mask, long scale, long offset, long compares, long values, long results, int kind, int lanes)
    {
        for (int i = 0; i < lanes; i++)
        {
            if (((int*)mask)[i] == 0)
                continue;
            long address = Address(start, index, indexBytes, i, scale, offset);
            if (Wide(kind))
                ((long*)results)[i] = Interlocked.CompareExchange(ref *(long*)address, ((long*)values)[i], ((long*)compares)[i]);
            else
                ((int*)results)[i] = Interlocked.CompareExchange(ref *(int*)address, ((int*)values)[i], ((int*)compares)[i]);
        }
    }

    public static void Permute(long from, long index, long to, int kind, int lanes)
    {
        _ = kind;
        for (int i = 0; i < lanes; i++)
            ((long*)to)[i] = ((long*)from)[((int*)index)[i]];
    }

    private static bool Wide(int kind) => (ScalarKind)kind is ScalarKind.I64 or ScalarKind.F64 or ScalarKind.Pointer;

    private static long Address(long start, long index, int indexBytes, int lane, long scale, long offset) =>
        start + (indexBytes == 8 ? ((long*)index)[lane] : ((int*)index)[lane]) * scale + offset;

    private static void Read(long from, long to, int lane, ScalarKind kind)
    {
        switch (kind)
        {
            case ScalarKind.I1: ((int*)to)[lane] = *(byte*)from != 0 ? -1 : 0; break;
            case ScalarKind.I8: ((int*)to)[lane] = *(sbyte*)from; break;
            case ScalarKind.I16: ((int*)to)[lane] = *(short*)from; break;
            case ScalarKind.I32 or ScalarKind.F32: ((int*)to)[lane] = *(int*)from; break;
            default: ((long*)to)[lane] = *(long*)from; break;
        }
    }

    private static void Write(long to, long from, int lane, ScalarKind kind)
    {
        switch (kind)
        {
            case ScalarKind.I1: *(byte*)to = (byte)(((int*)from)[lane] & 1); break;
            case ScalarKind.I8: *(sbyte*)to = (sbyte)((int*)from)[lane]; break;
            case ScalarKind.I16: *(short*)to = (short)((int*)from)[lane]; break;
            case ScalarKind.I32 or ScalarKind.F32: *(int*)to = ((int*)from)[lane]; break;
            default: *(long*)to = ((long*)from)[lane]; break;
        }
    }
}
