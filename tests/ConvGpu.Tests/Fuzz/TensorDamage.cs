using ConvGpu.Onnx.Schema;
using ConvGpu.Tests.Onnx;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace ConvGpu.Tests.Fuzz;

/// <summary>Tensors whose messages are sound, but not what they say: other sizes, types, values and places of values, and very many of something.</summary>
internal static class TensorDamage
{
    private static readonly long[] _numbers = [0, 1, -1, 2, 3, 64, 255, 65536, int.MaxValue, int.MinValue, 1L << 31, 1L << 32, long.MaxValue, long.MinValue];

    private static readonly string[] _places =
    [
        OnnxFuzz.DataFile, "./model.onnx.data", "model.onnx", "nothing", "", ".", "..", "../model.onnx.data", "/dev/zero", "/etc/passwd", "a/../../b", "C:\\data", "\\\\host\\data", "sub\\data", "a\0b", "0", "-1", "4000", "5000", "9223372036854775807", "1e3",
    ];

    private static readonly Action<Random, TensorProto>[] _all = [OtherSize, OtherSize, OtherType, SmallNumbers, SmallNumbers, MoreValues, OtherPlace, OtherPlace, OtherFile];

    // What takes one to three bytes each: sizes, numbers of every list, names, texts, empty entries.
    private static readonly byte[][] _parts =
    [
        [0x08, 1], [0x28, 1], [0x38, 1], [0x58, 1], [0x25, 0, 0, 0, 0], [0x2A, 1, 1], [0x3A, 2, 1, 1], [0x5A, 1, 1], [0x22, 4, 0, 0, 0, 0], [0x32, 0], [0x32, 1, 1],
        [0x42, 1, (byte)'a'], [0x4A, 1, 1], [0x6A, 0], [0x6A, 2, 0x0A, 0], [0x6A, 4, 0x0A, 0, 0x12, 0],
    ];

    // Types whose values are numbers of a byte or more, and the field that they are in.
    private static readonly (int Type, int Field)[] _kinds = [(7, 7), (13, 11), (12, 11), (2, 5), (9, 5), (10, 5), (6, 5), (16, 5)];

    private static readonly int[] _lists = [1, 4, 5, 7, 8, 9, 10, 11];

    /// <summary>A damaged copy of a tensor; of one that is damaged so far that nobody reads it, the same.</summary>
    public static byte[] Rewrite(Random random, byte[] file)
    {
        if (Parsed(file) is not { } tensor) return file;
        for (var times = 1 + random.Next(3); times > 0; times--) _all[random.Next(_all.Length)](random, tensor);
        byte[] rewritten = tensor.ToByteArray();
        return random.Next(8) switch
        {
            0 => [.. rewritten, .. Many(random, _parts, null)],
            1 => [.. rewritten, .. Many(random, [[1], [0, 0, 0x80, 0x3F]], _lists[random.Next(_lists.Length)])],
            2 => Fitting(random),
            _ => rewritten,
        };
    }

    /// <summary>The message; null where it is none.</summary>
    public static TensorProto? Parsed(byte[] file)
    {
        try
        {
            return TensorProto.Parser.ParseFrom(file);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }

    /// <summary>A part again and again, so that small pieces may become large.</summary>
    /// <param name="random">What decides which and how often.</param>
    /// <param name="parts">The parts.</param>
    /// <param name="field">The field that they are the content of; null where they are fields themselves.</param>
    public static byte[] Many(Random random, byte[][] parts, int? field)
    {
        var (part, count) = (parts[random.Next(parts.Length)], random.Next(1 << random.Next(4, 17)));
        var bytes = new byte[part.Length * count];
        for (var i = 0; i < bytes.Length; i++) bytes[i] = part[i % part.Length];
        return field is { } number ? Wire.Field(number, bytes) : bytes;
    }

    public static ByteString Any(Random random) =>
        new TensorProto { DataType = random.Next(18), Dims = { Number(random) }, Int64Data = { Number(random) } }.ToByteString();

    public static long Number(Random random) => random.Next(2) == 0 ? random.Next(-2, 12) : _numbers[random.Next(_numbers.Length)];

    /// <summary>A tensor with as many values as it says, each of one byte, in one list or each by itself.</summary>
    private static byte[] Fitting(Random random)
    {
        var (type, field) = _kinds[random.Next(_kinds.Length)];
        // Just above a power of two, where lists that grow have the most room that nobody needs.
        var count = (1 << random.Next(4, 18)) + random.Next(2);
        byte[] head = new TensorProto { DataType = type, Dims = { count } }.ToByteArray();
        var values = new byte[count];
        if (random.Next(3) > 0) return [.. head, .. Wire.Field(field, values)];
        return [.. head, .. values.SelectMany(v => new[] { (byte)(field << 3), v })];
    }

    private static void OtherSize(Random random, TensorProto tensor) => Change(random, tensor.Dims);

    private static void OtherType(Random random, TensorProto tensor) => tensor.DataType = random.Next(18);

    /// <summary>A few whole numbers, which are often sizes.</summary>
    private static void SmallNumbers(Random random, TensorProto tensor)
    {
        var count = random.Next(1, 6);
        tensor.DataType = 7;
        tensor.ClearRawData();
        tensor.Int64Data.Clear();
        tensor.Int64Data.Add(Enumerable.Range(0, count).Select(_ => Number(random)));
        tensor.Dims.Clear();
        tensor.Dims.Add(count);
    }

    private static void MoreValues(Random random, TensorProto tensor)
    {
        for (var count = random.Next(8); count > 0; count--)
        {
            switch (random.Next(5))
            {
                case 0: tensor.FloatData.Add(Number(random)); break;
                case 1: tensor.Int32Data.Add((int)Number(random)); break;
                case 2: tensor.Int64Data.Add(Number(random)); break;
                case 3: tensor.DoubleData.Add(Number(random)); break;
                default: tensor.Uint64Data.Add((ulong)Number(random)); break;
            }
        }
        if (random.Next(2) == 0) tensor.ClearRawData();
    }

    private static void OtherPlace(Random random, TensorProto tensor)
    {
        tensor.DataLocation = random.Next(4) == 0 ? TensorProto.Types.DataLocation.Default : TensorProto.Types.DataLocation.External;
        var entry = new StringStringEntryProto { Key = random.Next(4) switch { 0 => "location", 1 => "offset", 2 => "length", _ => "checksum" }, Value = random.Next(3) == 0 ? $"{Number(random)}" : _places[random.Next(_places.Length)] };
        tensor.ExternalData.Insert(random.Next(tensor.ExternalData.Count + 1), entry);
    }

    /// <summary>Some of the values beside the model.</summary>
    private static void OtherFile(Random random, TensorProto tensor)
    {
        tensor.DataLocation = TensorProto.Types.DataLocation.External;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = OnnxFuzz.DataFile });
        if (random.Next(2) == 0) tensor.ExternalData.Add(new StringStringEntryProto { Key = "offset", Value = $"{random.Next(6000)}" });
    }

    private static void Change(Random random, RepeatedField<long> sizes)
    {
        if (sizes.Count > 0 && random.Next(3) > 0) sizes[random.Next(sizes.Count)] = Number(random);
        else sizes.Add(Number(random));
    }
}
