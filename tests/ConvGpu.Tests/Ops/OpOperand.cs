using ConvGpu.Tests.Reference;

namespace ConvGpu.Tests.Ops;

/// <summary>One operand of an <see cref="OpCase"/>: what it holds before the op runs and, where the op writes, what it must hold after.</summary>
public sealed class OpOperand
{
    private readonly Expected? _expected;
    private readonly int[]? _expectedWords;

    private OpOperand(string name, int itemLength, int[] before, Expected? expected, int[]? expectedWords)
    {
        Name = name;
        ItemLength = itemLength;
        Before = before;
        _expected = expected;
        _expectedWords = expectedWords;
    }

    /// <summary>The name in docs/ops.md.</summary>
    public string Name { get; }

    /// <summary>Elements of a batch item; 0 where the operand does not grow with the batch.</summary>
    public int ItemLength { get; }

    /// <summary>The 32-bit words before the op runs; those of an output are only as many, not as they are.</summary>
    public int[] Before { get; }

    /// <summary>Whether the op writes it.</summary>
    public bool IsOutput => _expected is not null || _expectedWords is not null;

    /// <summary>Whether the op reads it.</summary>
    public bool IsInput { get; private init; }

    /// <summary>The expected floats, where the op writes floats that may be rounded.</summary>
    public Expected? Expected => _expected;

    /// <summary>Floats that are read; those of a batch have <paramref name="itemLength"/> elements an item.</summary>
    public static OpOperand In(string name, float[] values, int itemLength = 0) =>
        new(name, itemLength, Words(values), null, null) { IsInput = true };

    /// <summary>Integers that are read.</summary>
    public static OpOperand In(string name, int[] values, int itemLength = 0) => new(name, itemLength, values, null, null) { IsInput = true };

    /// <summary>Floats that are written, within the bounds of the expected ones.</summary>
    public static OpOperand Out(string name, Expected expected, int itemLength = 0) =>
        new(name, itemLength, new int[expected.Values.Length], expected, null);

    /// <summary>Floats that are written, bit by bit as expected.</summary>
    public static OpOperand Out(string name, float[] expected, int itemLength = 0) =>
        new(name, itemLength, new int[expected.Length], null, Words(expected));

    /// <summary>Integers that are written.</summary>
    public static OpOperand Out(string name, int[] expected, int itemLength = 0) =>
        new(name, itemLength, new int[expected.Length], null, expected);

    /// <summary>Floats that are read and written.</summary>
    public static OpOperand InOut(string name, float[] before, Expected after) => new(name, 0, Words(before), after, null) { IsInput = true };

    /// <summary>Integers that are read and written.</summary>
    public static OpOperand InOut(string name, int[] before, int[] after) => new(name, 0, before, null, after) { IsInput = true };

    /// <summary>Fails unless the words are what the op must have written, or what was there where it must not write.</summary>
    public void Check(ReadOnlySpan<int> after, string what)
    {
        if (_expected is not null)
        {
            _expected.Check(System.Runtime.InteropServices.MemoryMarshal.Cast<int, float>(after), $"{what}, operand {Name}");
            return;
        }
        var expected = _expectedWords ?? Before;
        for (var i = 0; i < expected.Length; i++)
        {
            if (after[i] != expected[i] && !BothNaN(after[i], expected[i]))
                Xunit.Assert.Fail(
                    $"{what}, operand {Name}: element {i} of {expected.Length} is {after[i]} ({BitConverter.Int32BitsToSingle(after[i]):R} as float), "
                    + $"expected {expected[i]} ({BitConverter.Int32BitsToSingle(expected[i]):R})");
        }
    }

    private static bool BothNaN(int a, int b) => float.IsNaN(BitConverter.Int32BitsToSingle(a)) && float.IsNaN(BitConverter.Int32BitsToSingle(b));

    private static int[] Words(float[] values) => Array.ConvertAll(values, BitConverter.SingleToInt32Bits);
}
