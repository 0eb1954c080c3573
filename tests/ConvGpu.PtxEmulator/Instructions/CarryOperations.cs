using System.Numerics;
using ConvGpu.Emulation.Execution;

namespace ConvGpu.Emulation.Instructions;

/// <summary>d = a + b + carry. The carry flag of each lane is a predicate.</summary>
internal sealed unsafe class AddWithCarry<T>(int d, int a, int b, int carry, bool reads, bool writes) : Operation
    where T : unmanaged, IBinaryInteger<T>
{
    public override void Execute(Warp warp, uint mask)
    {
        uint carries = 0;
        for (var rest = mask; rest != 0; rest &= rest - 1)
        {
            var l = BitOperations.TrailingZeroCount(rest);
            T x = warp.Lane<T>(a)[l], y = warp.Lane<T>(b)[l];
            var sum = unchecked(x + y);
            var over = sum < x;
            if (reads && (warp.Predicate(carry) >> l & 1) != 0)
            {
                sum = unchecked(sum + T.One);
                over |= T.IsZero(sum);
            }

            warp.Lane<T>(d)[l] = sum;
            if (over) carries |= 1u << l;
        }

        if (writes) warp.SetPredicate(carry, mask, carries);
    }
}

/// <summary>d = a - b - borrow.</summary>
internal sealed unsafe class SubtractWithBorrow<T>(int d, int a, int b, int carry, bool reads, bool writes) : Operation
    where T : unmanaged, IBinaryInteger<T>
{
    public override void Execute(Warp warp, uint mask)
    {
        uint borrows = 0;
        for (var rest = mask; rest != 0; rest &= rest - 1)
        {
            var l = BitOperations.TrailingZeroCount(rest);
            T x = warp.Lane<T>(a)[l], y = warp.Lane<T>(b)[l];
            var difference = unchecked(x - y);
            var under = x < y;
            if (reads && (warp.Predicate(carry) >> l & 1) != 0)
            {
                under |= T.IsZero(difference);
                difference = unchecked(difference - T.One);
            }

            warp.Lane<T>(d)[l] = difference;
            if (under) borrows |= 1u << l;
        }

        if (writes) warp.SetPredicate(carry, mask, borrows);
    }
}

/// <summary>Several operations as one.</summary>
internal sealed class SequenceOperation(params Operation[] parts) : Operation
{
    public override void Execute(Warp warp, uint mask)
    {
        foreach (var part in parts) part.Execute(warp, mask);
    }
}
