using System.Numerics;

namespace ConvGpu.Emulation.Execution;

/// <summary>ld: TM in memory, extended to TR in registers; several elements side by side for vectors.</summary>
internal sealed unsafe class LoadOperation<TM, TR>(AddressSource address, int[] slots, bool strong)
    : MemoryOperation(address, sizeof(TM) * slots.Length, strong)
    where TM : unmanaged, IBinaryInteger<TM>
    where TR : unmanaged, IBinaryInteger<TR>
{
    public override void Execute(Warp warp, uint mask)
    {
        byte** pointers = stackalloc byte*[Warp.Lanes];
        Locate(warp, mask, pointers, AccessKind.Read);
        for (var e = 0; e < slots.Length; e++)
        {
            if (slots[e] < 0) continue;
            var destination = (TR*)(warp.Registers + slots[e]);
            if (mask == uint.MaxValue)
            {
                for (var l = 0; l < Warp.Lanes; l++) destination[l] = TR.CreateTruncating(((TM*)pointers[l])[e]);
                continue;
            }

            for (var rest = mask; rest != 0; rest &= rest - 1)
            {
                var l = BitOperations.TrailingZeroCount(rest);
                destination[l] = TR.CreateTruncating(((TM*)pointers[l])[e]);
            }
        }
    }
}

/// <summary>st: the low bytes of TR.</summary>
internal sealed unsafe class StoreOperation<TM, TR>(AddressSource address, int[] slots, bool strong)
    : MemoryOperation(address, sizeof(TM) * slots.Length, strong)
    where TM : unmanaged, IBinaryInteger<TM>
    where TR : unmanaged, IBinaryInteger<TR>
{
    public override void Execute(Warp warp, uint mask)
    {
        byte** pointers = stackalloc byte*[Warp.Lanes];
        Locate(warp, mask, pointers, AccessKind.Write);
        for (var e = 0; e < slots.Length; e++)
        {
            var source = (TR*)(warp.Registers + slots[e]);
            for (var rest = mask; rest != 0; rest &= rest - 1)
            {
                var l = BitOperations.TrailingZeroCount(rest);
                ((TM*)pointers[l])[e] = TM.CreateTruncating(source[l]);
            }
        }
    }
}

/// <summary>atom and red: TOperator makes the new value of the old one and b. d is -1 for red.</summary>
internal sealed unsafe class AtomicOperation<TOperator, T>(AddressSource address, int d, int b) : MemoryOperation(address, sizeof(T), true)
    where TOperator : struct, IBinary<T, T, T>
    where T : unmanaged
{
    public override void Execute(Warp warp, uint mask)
    {
        byte** pointers = stackalloc byte*[Warp.Lanes];
        Locate(warp, mask, pointers, AccessKind.Atomic);
        for (var rest = mask; rest != 0; rest &= rest - 1)
        {
            var l = BitOperations.TrailingZeroCount(rest);
            var p = (T*)pointers[l];
            var old = *p;
            *p = TOperator.Invoke(old, ((T*)(warp.Registers + b))[l]);
            if (d >= 0) ((T*)(warp.Registers + d))[l] = old;
        }
    }
}

/// <summary>atom.cas.</summary>
internal sealed unsafe class CompareAndSwapOperation<T>(AddressSource address, int d, int b, int c) : MemoryOperation(address, sizeof(T), true)
    where T : unmanaged, IBinaryInteger<T>
{
    public override void Execute(Warp warp, uint mask)
    {
        byte** pointers = stackalloc byte*[Warp.Lanes];
        Locate(warp, mask, pointers, AccessKind.Atomic);
        for (var rest = mask; rest != 0; rest &= rest - 1)
        {
            var l = BitOperations.TrailingZeroCount(rest);
            var p = (T*)pointers[l];
            var old = *p;
            if (old == ((T*)(warp.Registers + b))[l]) *p = ((T*)(warp.Registers + c))[l];
            if (d >= 0) ((T*)(warp.Registers + d))[l] = old;
        }
    }
}

/// <summary>Does nothing: hints.</summary>
internal sealed class NoOperation : Operation
{
    public override void Execute(Warp warp, uint mask)
    {
    }
}
