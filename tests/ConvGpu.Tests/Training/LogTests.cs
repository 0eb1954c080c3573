using System.Buffers.Binary;
using System.Text;
using System.Text.Json;
using ConvGpu.TensorBoard;

namespace ConvGpu.Tests.Training;

/// <summary>CSV, JSON lines and TensorBoard's files, each read back by other means than they were written by.</summary>
public sealed class LogTests : IDisposable
{
    private static readonly EpochResult _first = new(1, new Score(2.5, 0.25), null, 0.1f, 1.5, 100);
    private static readonly EpochResult _second = new(2, new Score(1.25, 0.5), new Score(double.NaN, 0.75), 0.05f, 1.25, 200);
    private readonly string _folder = Directory.CreateTempSubdirectory("convgpu-logs-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void CsvHasARowAnEpochAndBeginsAgainWithThoseBefore()
    {
        var path = Path.Combine(_folder, "log.csv");
        Tell(new CsvTrainingLog(path), Start());
        var rows = File.ReadAllLines(path);
        Assert.Equal(
        [
            "epoch,train_loss,train_accuracy,validation_loss,validation_accuracy,learning_rate,seconds,images_per_second",
            "1,2.5,0.25,,,0.1,1.5,100", "2,1.25,0.5,NaN,0.75,0.05,1.25,200",
        ], rows);
        new CsvTrainingLog(path).Started(Start() with { Done = [_first], Resumed = "from x" });
        Assert.Equal(rows[..2], File.ReadAllLines(path));
        Assert.Contains("cannot be written", Assert.Throws<FileFormatException>(() => new CsvTrainingLog(_folder).Started(Start())).Message);
    }

    [Fact]
    public void JsonLinesAreJson()
    {
        var path = Path.Combine(_folder, "log.jsonl");
        File.WriteAllText(path, "old\n");
        Tell(new JsonLinesTrainingLog(path, 2), Start());
        new JsonLinesTrainingLog(path).Started(Start() with { Done = [_first], Resumed = "from x" });
        var lines = File.ReadAllLines(path).Select(l => JsonDocument.Parse(l).RootElement).ToList();
        Assert.Equal(["start", "step", "warning", "epoch", "epoch", "end", "start"], lines.Select(l => l.GetProperty("event").GetString()));
        Assert.Equal((2, 0.75f), (lines[1].GetProperty("step").GetInt32(), lines[1].GetProperty("loss").GetSingle()));
        Assert.Equal(JsonValueKind.Null, lines[4].GetProperty("validation_loss").ValueKind);
        Assert.False(lines[3].TryGetProperty("validation_loss", out _));
        Assert.Equal(0.875, lines[5].GetProperty("test_accuracy").GetDouble());
        Assert.Equal(1, lines[6].GetProperty("epochs_done").GetInt32());
    }

    [Fact]
    public void EventFilesHaveTheFramingAndTheMessages()
    {
        using (var log = new TensorBoardLog(_folder, 2)) Tell(log, Start());
        var file = Assert.Single(Directory.GetFiles(_folder, "events.out.tfevents.*"));
        var events = Records(File.ReadAllBytes(file)).Select(Fields).ToList();
        Assert.Equal("brain.Event:2", Encoding.UTF8.GetString(events[0].Single(f => f.Number == 3).Bytes));
        var scalars = events.Skip(1).SelectMany(e =>
        {
            var step = (long)BinaryPrimitives.ReadUInt64LittleEndian(e.Single(f => f.Number == 2).Bytes);
            return Fields(e.Single(f => f.Number == 5).Bytes).Select(v => Fields(v.Bytes)).Select(v =>
                (Encoding.UTF8.GetString(v.Single(f => f.Number == 1).Bytes), step, BinaryPrimitives.ReadSingleLittleEndian(v.Single(f => f.Number == 2).Bytes)));
        }).ToList();
        Assert.Equal(
        [
            ("step/loss", 2, 0.75f), ("step/learning_rate", 2, 0.1f),
            ("loss/train", 1, 2.5f), ("accuracy/train", 1, 0.25f), ("learning_rate", 1, 0.1f), ("images_per_second", 1, 100),
            ("loss/train", 2, 1.25f), ("accuracy/train", 2, 0.5f), ("learning_rate", 2, 0.05f), ("images_per_second", 2, 200),
            ("loss/validation", 2, float.NaN), ("accuracy/validation", 2, 0.75f), ("loss/test", 2, 0.5f), ("accuracy/test", 2, 0.875f),
        ], scalars);
    }

    /// <summary>RFC 3720, B.4: 32 bytes of zeros have the CRC-32C 8a9136aa; the mask is TensorFlow's.</summary>
    [Fact]
    public void ChecksumsAreCrc32CMasked()
    {
        static uint Unmasked(uint masked) => uint.RotateLeft(masked - 0xa282ead8, 15);
        Assert.Equal(0x8a9136aau, Unmasked(EventFile.MaskedChecksum(new byte[32])));
        Assert.Equal(0xe3069283u, Unmasked(EventFile.MaskedChecksum("123456789"u8)));
    }

    [Fact]
    public void ObserversAreToldWhatTheyAskFor()
    {
        var path = Path.Combine(_folder, "log.jsonl");
        var (four, six) = (new JsonLinesTrainingLog(path, 4), new JsonLinesTrainingLog(Path.Combine(_folder, "other.jsonl"), 6));
        var all = new TrainingObservers(four, six, new TextTrainingObserver(TextWriter.Null));
        Assert.Equal(2, all.StepInterval);
        Assert.False(all.WantsProgress);
        all.Started(Start());
        for (var step = 2; step <= 12; step += 2) all.StepEnded(new TrainingStep(step, 1, 1, 1));
        Assert.Equal(4, File.ReadAllLines(path).Length);
    }

    [Fact]
    public void ALogThatCanNoLongerBeWrittenIsAWarning()
    {
        var (folder, text) = (Directory.CreateDirectory(Path.Combine(_folder, "gone")).FullName, new StringWriter());
        var all = new TrainingObservers(new CsvTrainingLog(Path.Combine(folder, "log.csv")), new TextTrainingObserver(text));
        all.Started(Start());
        Directory.Delete(folder, recursive: true);
        all.EpochEnded(_first);
        all.EpochEnded(_second);
        Assert.Equal(2, text.ToString().Split("warning: A log ends here: ").Length);
        Assert.Contains("epoch 2: loss 1.25", text.ToString());
        Assert.Throws<FileFormatException>(() => new TrainingObservers(new CsvTrainingLog(Path.Combine(folder, "log.csv"))).Started(Start()));
    }

    private static TrainingStart Start() => new("m", "d", "cpu", 10, 20, 5, 7, "as they are", "little", 2, 4, 4);

    private static void Tell(ITrainingObserver observer, TrainingStart start)
    {
        observer.Started(start);
        if (observer.StepInterval == 2) observer.StepEnded(new TrainingStep(2, 1, 0.75f, 0.1f));
        observer.Warned("careful");
        observer.EpochEnded(_first);
        observer.EpochEnded(_second);
        observer.Finished(new TrainingResult([_first, _second], 3, new Score(0.5, 0.875), null, 2.75, 150, 1000, 4, false));
    }

    private static IEnumerable<byte[]> Records(byte[] file)
    {
        for (var at = 0; at < file.Length;)
        {
            var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(file.AsSpan(at));
            Assert.Equal(EventFile.MaskedChecksum(file.AsSpan(at, 8)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 8)));
            Assert.Equal(EventFile.MaskedChecksum(file.AsSpan(at + 12, length)), BinaryPrimitives.ReadUInt32LittleEndian(file.AsSpan(at + 12 + length)));
            yield return file[(at + 12)..(at + 12 + length)];
            at += length + 16;
        }
    }

    /// <summary>The fields of a message by protobuf's encoding: varints as 8 bytes.</summary>
    private static List<(int Number, byte[] Bytes)> Fields(byte[] message)
    {
        var fields = new List<(int, byte[])>();
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message, ref at);
            var length = (key & 7) switch { 1 => 8, 5 => 4, 2 => (int)Varint(message, ref at), _ => 0 };
            if ((key & 7) == 0) fields.Add(((int)(key >> 3), BitConverter.GetBytes(Varint(message, ref at))));
            else fields.Add(((int)(key >> 3), message[at..(at += length)]));
        }
        return fields;
    }

    private static ulong Varint(byte[] message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var b = message[at++];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }
    }
}
