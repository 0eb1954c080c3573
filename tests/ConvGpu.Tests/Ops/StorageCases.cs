using ConvGpu.Kernels;
using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>Cases of the conversions to and from 16 bits, exact to the bit, and of the loss scale.</summary>
public static class StorageCases
{
    public static OpCase Narrow(RandomCases random)
    {
        var (type, count, n) = Sizes(random);
        var x = Values(random, n * count);
        float[] rounded = [.. x.Select(v => StorageReference.Round(v, type))];
        var (before, after) = (Words(n * count), Words(n * count));
        for (var i = 0; i < rounded.Length; i++) Set(after, i, StorageReference.Bits(rounded[i], type));
        return new(new Narrow(count, type), n, [InOut("x", x, rounded), OpOperand.InOut("y", before, after)]);
    }

    public static OpCase Widen(RandomCases random)
    {
        var (type, count, n) = Sizes(random);
        float[] y = [.. Values(random, n * count).Select(v => StorageReference.Round(v, type))];
        var x = Words(n * count);
        for (var i = 0; i < y.Length; i++) Set(x, i, StorageReference.Bits(y[i], type));
        return new(new Widen(count, type), n, [OpOperand.In("x", x), OpOperand.Out("y", y, count)]);
    }

    public static OpCase Round(RandomCases random)
    {
        var (type, count, n) = Sizes(random);
        var perItem = random.Chance(0.5);
        var x = Values(random, perItem ? n * count : count);
        float[] rounded = [.. x.Select(v => StorageReference.Round(v, type))];
        var item = perItem ? count : 0;
        return new(new Round(count, type, perItem), n, [OpOperand.In("x", x, item), OpOperand.Out("y", rounded, item)], (1, 0));
    }

    public static OpCase Factor(RandomCases random)
    {
        var (op, scale) = (new LossScaleFactor(random.Chance(0.5)), MathF.ScaleB(1, random.Between(0, 24)));
        var state = random.Ints(DeviceState.Length, 1000);
        var after = (int[])state.Clone();
        // A power of two: its inverse is exact.
        after[DeviceState.Factor] = BitConverter.SingleToInt32Bits(op.Inverse ? 1 / scale : scale);
        return new(op, 1, [OpOperand.In("scale", Scale(scale, random.Between(0, 9))), OpOperand.InOut("state", state, after)]);
    }

    public static OpCase UpdateScale(RandomCases random)
    {
        var (op, power) = (new UpdateLossScale(random.Between(1, 70), random.Between(1, 4)), random.Between(0, 24));
        var updates = random.Between(0, op.GrowthInterval - 1);
        var sums = Array.ConvertAll(random.Floats(op.Count), Math.Abs);
        var isFinite = random.Chance(0.6);
        if (!isFinite) sums[random.Between(0, op.Count - 1)] = random.Chance(0.5) ? float.NaN : float.PositiveInfinity;
        else if (random.Chance(0.3)) sums[0] = float.MaxValue;
        var grows = isFinite && updates + 1 == op.GrowthInterval;
        var next = Math.Clamp(power + (grows ? 1 : isFinite ? 0 : -1), 0, 24);
        var state = random.Ints(DeviceState.Length, 1000);
        var after = (int[])state.Clone();
        if (!isFinite) after[DeviceState.Items] = DeviceState.Skipped;
        return new(op, 1,
        [
            OpOperand.In("sums", sums), OpOperand.InOut("scale", Scale(MathF.ScaleB(1, power), updates), Scale(MathF.ScaleB(1, next), isFinite && !grows ? updates + 1 : 0)),
            OpOperand.InOut("state", state, after),
        ]);
    }

    /// <summary>Numbers of every size, ties, the ends of the ranges, and what is no number.</summary>
    internal static float[] Values(RandomCases random, int count)
    {
        var values = random.Floats(count);
        float[] special =
        [
            0, -0f, float.NaN, float.PositiveInfinity, float.NegativeInfinity, 65504, 65519.996f, 65520, -65536, float.MaxValue, float.Epsilon, MathF.ScaleB(1, -24),
            MathF.ScaleB(1, -25), MathF.ScaleB(1.0001f, -25), MathF.ScaleB(3, -25), MathF.ScaleB(1, -14), 1 + MathF.ScaleB(1, -11), 1 + MathF.ScaleB(3, -11),
            1 + MathF.ScaleB(1, -8), 1 + MathF.ScaleB(3, -8), MathF.ScaleB(1, -126), MathF.ScaleB(1023.5f, -24),
        ];
        for (var i = 0; i < count; i++)
        {
            if (random.Chance(0.2)) values[i] = special[random.Between(0, special.Length - 1)];
            else if (random.Chance(0.5)) values[i] = MathF.ScaleB(values[i], random.Between(-30, 20));
        }
        return values;
    }

    private static (StorageType Type, int Count, int N) Sizes(RandomCases random) =>
        (random.Chance(0.5) ? StorageType.Half : StorageType.BFloat16, random.Between(1, 700), random.Batch());

    // An odd number of elements leaves half a word as it was.
    private static int[] Words(int elements) => [.. Enumerable.Repeat(0x5A5A5A5A, (elements + 1) / 2)];

    private static void Set(int[] words, int index, ushort value) =>
        words[index / 2] = index % 2 == 0 ? (words[index / 2] & ~0xFFFF) | value : (words[index / 2] & 0xFFFF) | (value << 16);

    private static OpOperand InOut(string name, float[] before, float[] after) =>
        OpOperand.InOut(name, Array.ConvertAll(before, BitConverter.SingleToInt32Bits), Array.ConvertAll(after, BitConverter.SingleToInt32Bits));

    private static int[] Scale(float scale, int updates)
    {
        var words = new int[LossScale.Length];
        (words[LossScale.Scale], words[LossScale.Updates]) = (BitConverter.SingleToInt32Bits(scale), updates);
        return words;
    }
}
