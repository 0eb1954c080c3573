using System.Buffers.Binary;
using System.IO.Compression;
using System.Security.Cryptography;
using ConvGpu.Jpeg;
using ConvGpu.Tests.Formats;

namespace ConvGpu.Tests.Fuzz;

/// <summary>The formats whose readers are fuzzed; a format more is a row more.</summary>
internal static class FormatTable
{
    private const int HashBytes = 32;

    public static IReadOnlyList<FuzzFormat> All { get; } =
    [
        new("png", Pngs(), file => Image.Decode(file, "a.png")) { Repair = RepairPng, Declared = DeclaredPng },
        new("png, many", Pngs(), ReadByDecoder) { Repair = RepairPng, Declared = DeclaredPng },
        new("jpeg", TurboJpeg.Missing is null ? Jpegs() : [], file => Image.Decode(file, "a.jpg")) { Missing = TurboJpeg.Missing, Declared = DeclaredJpeg },
        new("onnx", OnnxFuzz.Models(), OnnxFuzz.ReadModel) { Rewrite = OnnxDamage.Rewrite, Declared = OnnxFuzz.DeclaredInAll },
        new("onnx, two files", OnnxFuzz.ModelsWithData(), OnnxFuzz.ReadInFolder) { Rewrite = OnnxDamage.Rewrite, Declared = OnnxFuzz.DeclaredInFolder },
        new("onnx tensor", OnnxFuzz.Tensors(), OnnxFuzz.ReadTensor) { Rewrite = TensorDamage.Rewrite, Declared = OnnxFuzz.DeclaredByTensor },
        new("idx", [Idx(0x0803, 5, 4, 3), Idx(0x0803, 5, 9, 8)], ReadIdx),
        new("npy", Npys(), file => NpyArray.Decode(file, "a.npy").ToFloats()) { Declared = file => file.Length },
        new("npz", [Npz(compressed: false), Npz(compressed: true)], ReadNpz) { Declared = DeclaredNpz },
        new("safetensors", [SafeTensors()], ReadSafeTensors),
        new("checkpoint", [Checkpoint()], ReadCheckpoint) { Repair = file => file.Length <= HashBytes ? file : [.. file[..^HashBytes], .. SHA256.HashData(file.AsSpan(0, file.Length - HashBytes))] },
    ];

    private static byte[][] Pngs() =>
    [
        .. PngFile.Kinds.Select(kind =>
        {
            var file = new PngFile(9, 7, kind.Type, kind.Depth, interlaced: kind.Depth % 3 != 2) { ChunkBytes = 60 };
            if (kind.Type == 3) file.Extra.AddRange([("PLTE", new byte[3 << kind.Depth]), ("tRNS", [1, 2])]);
            return file.Write((y, x, s) => (y * 31 + x * 7 + s) & ((1 << kind.Depth) - 1));
        }),
    ];

    private static byte[][] Jpegs() => [JpegTests.Smooth(3, 40, 30).EncodeJpeg(), JpegTests.Smooth(1, 9, 70).EncodeJpeg(60), JpegTests.Smooth(3, 16, 16).EncodeJpeg(100)];

    /// <summary>Writes the right checksum of each chunk that is whole.</summary>
    private static byte[] RepairPng(byte[] file)
    {
        for (long at = 8; at + 12 <= file.Length;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan((int)at));
            if (at + 12 + length > file.Length) break;
            BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan((int)(at + 8 + length)), Crc32.Of(file.AsSpan((int)at + 4, 4 + (int)length)));
            at += 12 + length;
        }
        return file;
    }

    private static long DeclaredPng(byte[] file) => file.Length < 24 ? 0 : Pixels(BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(16)), BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(20)));

    /// <summary>The largest sizes that any frame header in the file states.</summary>
    private static long DeclaredJpeg(byte[] file)
    {
        var most = 0L;
        for (var i = 0; i + 9 < file.Length; i++)
        {
            if (file[i] != 0xFF || file[i + 1] is < 0xC0 or > 0xCF) continue;
            most = Math.Max(most, Pixels(BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(i + 5)), BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(i + 7))));
        }
        return most;
    }

    // Larger ones are refused before memory is taken.
    private static long Pixels(uint height, uint width) => (Int128)height * width <= PixelLimit.Most ? 4L * height * width : 0;

    private static void ReadByDecoder(byte[] file)
    {
        using var decoder = new PictureDecoder();
        decoder.Open(file, "a.png");
        decoder.Decode(new PixelBuffer());
    }

    private static byte[] Idx(uint magic, params int[] sizes)
    {
        var file = new byte[4 + 4 * sizes.Length + sizes.Aggregate(1, (a, b) => a * b)];
        BinaryPrimitives.WriteUInt32BigEndian(file, magic);
        for (var i = 0; i < sizes.Length; i++) BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + 4 * i), sizes[i]);
        return file;
    }

    private static void ReadIdx(byte[] file) => InFile(file, images => InFile(Idx(0x0801, 5), labels => IdxFile.Read(images, labels, classes: 10)));

    private static byte[][] Npys() =>
    [
        NpyArray.Of<float>(new float[60], 3, 4, 5).Encode(), NpyArray.Of<long>(new long[7], 7).Encode(),
        NpyFile.Of(NpyFile.Header(">i2", "(5, 6)", "True"), new byte[60], version: 2), NpyFile.Of(NpyFile.Header("|b1", "()"), new byte[1], version: 3),
    ];

    private static byte[] Npz(bool compressed)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, file) in Npys().Select((file, i) => ($"a{i}.npy", file)))
            {
                using var entry = archive.CreateEntry(name, compressed ? CompressionLevel.Optimal : CompressionLevel.NoCompression).Open();
                entry.Write(file);
            }
        }
        return stream.ToArray();
    }

    private static void ReadNpz(byte[] file)
    {
        using var npz = NpzFile.Open(new MemoryStream(file), "a.npz");
        foreach (var name in npz.Arrays) npz.Read(name);
    }

    /// <summary>The sizes in the archive's table of contents, up to what its packed bytes could hold.</summary>
    private static long DeclaredNpz(byte[] file)
    {
        var sum = 0L;
        for (var i = 0; i + 28 <= file.Length; i++)
        {
            if (!file.AsSpan(i).StartsWith("PK\x01\x02"u8)) continue;
            var (packed, whole) = (BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(i + 20)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(i + 24)));
            sum += Math.Min(whole, 1032L * (packed + 1L));
        }
        return sum;
    }

    private static byte[] SafeTensors()
    {
        using var stream = new MemoryStream();
        var writer = new SafeTensorsWriter(stream, [new("a", SafeTensorType.Float32, [2, 3]), new("b", SafeTensorType.Float16, [4]), new("c", SafeTensorType.Int64, [])], new Dictionary<string, string> { ["format"] = "pt" });
        foreach (var bytes in (int[])[24, 8, 8]) writer.Write(new byte[bytes]);
        return stream.ToArray();
    }

    private static void ReadSafeTensors(byte[] file)
    {
        using var tensors = SafeTensorsFile.Open(new MemoryStream(file), "a.safetensors");
        foreach (var tensor in tensors.Tensors) tensors.ReadFloats(tensor.Name);
    }

    private static byte[] Checkpoint()
    {
        using var resource = typeof(FormatTable).Assembly.GetManifestResourceStream("checkpoint-1.safetensors")!;
        using var copy = new MemoryStream();
        resource.CopyTo(copy);
        return copy.ToArray();
    }

    private static void ReadCheckpoint(byte[] file) => InFile(file, path =>
    {
        using var checkpoint = CheckpointFile.Open(path);
    });

    private static void InFile(byte[] bytes, Action<string> read)
    {
        var path = Path.Combine(Path.GetTempPath(), $"convgpu-fuzz-{Environment.ProcessId}-{bytes.Length}-{Environment.CurrentManagedThreadId}");
        File.WriteAllBytes(path, bytes);
        try
        {
            read(path);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
