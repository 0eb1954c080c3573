using System.Text;

namespace ConvGpu.Tests.Formats;

public class NpyTests
{
    [Fact]
    public void EveryTypeIsReadInBothByteOrders()
    {
        (string Name, byte[] LittleEndian, int Bytes, float[] Values, long[]? Integers)[] rows =
        [
            // 1.5 and -2 in each: sign, exponent and fraction are worked out by hand.
            ("f2", [0, 0x3E, 0, 0xC0], 2, [1.5f, -2], null),
            ("f4", [0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0], 4, [1.5f, -2], null),
            ("f8", [0, 0, 0, 0, 0, 0, 0xF8, 0x3F, 0, 0, 0, 0, 0, 0, 0, 0xC0], 8, [1.5f, -2], null),
            ("i1", [7, 0xFF], 1, [7, -1], [7, -1]),
            ("i2", [7, 1, 0xFE, 0xFF], 2, [263, -2], [263, -2]),
            ("i4", [7, 0, 1, 0, 0xFF, 0xFF, 0xFF, 0xFF], 4, [65543, -1], [65543, -1]),
            ("i8", [7, 0, 0, 0, 1, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], 8, [4294967303, -1], [4294967303, -1]),
            ("u1", [7, 255], 1, [7, 255], [7, 255]),
            ("u2", [7, 1, 0xFE, 0xFF], 2, [263, 65534], [263, 65534]),
            ("u4", [7, 0, 1, 0, 0xFF, 0xFF, 0xFF, 0xFF], 4, [65543, 4294967295], [65543, 4294967295]),
            ("u8", [7, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0], 8, [7, 4294967297], [7, 4294967297]),
            ("b1", [0, 9], 1, [0, 1], [0, 1]),
        ];
        foreach (var (name, little, bytes, values, integers) in rows)
        {
            var big = little.Chunk(bytes).SelectMany(b => b.Reverse()).ToArray();
            (string Order, byte[] Data)[] orders = bytes == 1 ? [("|", little), ("<", little), (">", little)] : [("<", little), (">", big)];
            foreach (var (order, data) in orders)
            {
                var array = NpyFile.Read(NpyFile.Header(order + name, "(2, 1)"), data);
                Assert.Equal(values, array.ToFloats());
                Assert.Equal($"{name} [2, 1]", array.ToString());
                if (integers is not null) Assert.Equal(integers, array.ToInt64s());
                else Assert.Throws<InvalidOperationException>(() => array.ToInt64s());
                // What is written is read again, and is what NumPy writes.
                Assert.Equal(values, NpyArray.Decode(array.Encode(), "again").ToFloats());
            }
        }
        Assert.Throws<OverflowException>(() => NpyArray.Of([ulong.MaxValue], 1).ToInt64s());
    }

    [Fact]
    public void FortranOrderBecomesRowOrder()
    {
        // Element (i, j, k) of 2x3x4 is 100 i + 10 j + k; the first index runs fastest in the file.
        var data = from k in Enumerable.Range(0, 4) from j in Enumerable.Range(0, 3) from i in Enumerable.Range(0, 2) select (short)(100 * i + 10 * j + k);
        var array = NpyFile.Read(NpyFile.Header(">i2", "(2, 3, 4)", "True"), [.. data.SelectMany(v => new[] { (byte)(v >> 8), (byte)v })]);
        var expected = from i in Enumerable.Range(0, 2) from j in Enumerable.Range(0, 3) from k in Enumerable.Range(0, 4) select (short)(100 * i + 10 * j + k);
        Assert.Equal(expected, array.AsSpan<short>().ToArray());
        Assert.Throws<InvalidOperationException>(() => array.AsSpan<ushort>());
    }

    [Theory]
    [InlineData(1, "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }                                                         \n", "2")]
    [InlineData(2, "{\"shape\":(1,2),\"fortran_order\":True,\"descr\":\"<f4\"}", "1, 2")]
    [InlineData(3, " { 'descr' : 'f4' ,\t'fortran_order':False,'shape':( 2L , 1L , ) } \n", "2, 1")]
    public void EveryVersionAndSpellingIsRead(int version, string header, string shape)
    {
        var array = NpyFile.Read(header, [0, 0, 0x80, 0x3F, 0, 0, 0, 0x40], version);
        Assert.Equal(shape, string.Join(", ", array.Shape));
        if (BitConverter.IsLittleEndian) Assert.Equal([1f, 2f], array.ToFloats());
    }

    [Fact]
    public void SingleValuesAndEmptyArraysAreRead()
    {
        Assert.Equal([1f], NpyFile.Read(NpyFile.Header("<f4", "()"), [0, 0, 0x80, 0x3F]).ToFloats());
        Assert.Empty(NpyFile.Read(NpyFile.Header("<f4", "(0, 5)", "True"), []).ToFloats());
        Assert.Empty(NpyFile.Read(NpyFile.Header("<f4", "(2147483647, 2147483647, 0)"), []).ToFloats());
    }

    [Fact]
    public void WhatIsWrittenIsWhatNumPyWrites()
    {
        Assert.SkipUnless(BitConverter.IsLittleEndian, "the bytes are those of a little-endian machine");
        // numpy.save of numpy.array([1.5, -2], '<f4'): 128 bytes of header, of which 118 follow the length.
        var header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }".PadRight(117) + "\n";
        Assert.Equal(NpyFile.Of(header, [0, 0, 0xC0, 0x3F, 0, 0, 0, 0xC0]), NpyArray.Of([1.5f, -2], 2).Encode());
        Assert.Contains("'shape': ()", Encoding.Latin1.GetString(NpyArray.Of([true]).Encode()), StringComparison.Ordinal);
        Assert.Contains("'descr': '|b1'", Encoding.Latin1.GetString(NpyArray.Of([true], 1, 1).Encode()), StringComparison.Ordinal);
        Assert.Throws<ShapeException>(() => NpyArray.Of([1f, 2], 3));
        Assert.Throws<ShapeException>(() => NpyArray.Of([1f], -1, -1));
        Assert.Throws<NotSupportedException>(() => NpyArray.Of(['a'], 1));
    }

    [Theory]
    [InlineData("is missing", "'descr': '<f4', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("shape is missing", "{'descr': '<f4', 'fortran_order': False}")]
    [InlineData("descr is missing", "{}")]
    [InlineData("a comma or the end", "{'descr': '<f4' 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("there twice", "{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("'more' is not known", "{'descr': '<f4', 'more': 1, 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("neither True nor False", "{'descr': '<f4', 'fortran_order': 0, 'shape': (1,)}")]
    [InlineData("shape is no tuple", "{'descr': '<f4', 'fortran_order': False, 'shape': (1)}")]
    [InlineData("'(' is missing", "{'descr': '<f4', 'fortran_order': False, 'shape': 1}")]
    [InlineData("holds '-1,)", "{'descr': '<f4', 'fortran_order': False, 'shape': (-1,)}")]
    [InlineData("holds '2147483648", "{'descr': '<f4', 'fortran_order': False, 'shape': (2147483648,)}")]
    [InlineData("more than 64 sizes", "{'descr': '<f4', 'fortran_order': False, 'shape': (1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1)}")]
    [InlineData("a text does not end", "{'descr': '<f4")]
    [InlineData("escape", "{'descr': '\\x3cf4', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("something follows", "{'descr': '<f4', 'fortran_order': False, 'shape': (1,)}{")]
    [InlineData("of type '<c8'; read are b1, i1", "{'descr': '<c8', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("never run", "{'descr': '|O', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("structured", "{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("in which order", "{'descr': '|f4', 'fortran_order': False, 'shape': (1,)}")]
    [InlineData("holds f4 [2], 8 bytes, but 4 follow", "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}")]
    [InlineData("but 4 follow", "{'descr': '<f4', 'fortran_order': False, 'shape': (2147483647, 2147483647, 2147483647, 2147483647, 2147483647)}")]
    public void DamageIsNamed(string message, string header) =>
        Assert.Contains(message, Assert.Throws<FileFormatException>(() => NpyFile.Read(header, new byte[4])).Message, StringComparison.Ordinal);

    [Fact]
    public void DamagedBeginningsAreNamed()
    {
        var file = NpyFile.Of(NpyFile.Header("<f4", "(1,)"), new byte[4]);
        for (var length = 0; length < file.Length; length++)
            Assert.Throws<FileFormatException>(() => NpyArray.Decode(file.AsSpan(0, length), "a.npy"));
        file[6] = 4;
        Assert.Contains("version 4.0", Assert.Throws<FileFormatException>(() => NpyArray.Decode(file, "a.npy")).Message, StringComparison.Ordinal);
        byte[] large = [0x93, .. "NUMPY"u8, 2, 0, 0xFF, 0xFF, 0xFF, 0xFF, 1, 2, 3];
        Assert.Contains("4294967295 bytes", Assert.Throws<FileFormatException>(() => NpyArray.Decode(large, "a.npy")).Message, StringComparison.Ordinal);
        Assert.Contains("none.npy cannot be read", Assert.Throws<FileFormatException>(() => NpyArray.Read("none.npy")).Message, StringComparison.Ordinal);
    }
}
