using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace ConvGpu.Tests.Training.Checkpoints;

/// <summary>Checkpoints whose hash is right and whose content is not, as somebody could send one.</summary>
public sealed class HostileCheckpointTests : CheckpointFixture
{
    private static readonly string[] _values =
        ["-1", "0", "1", "3", "2147483648", "9223372036854775807", "-9223372036854775808", "1e308", "null", "true", "[]", "{}", "\\\"NaN\\\"", "\\\"Infinity\\\"", "\\\"x\\\"", "1e999"];

    [Fact]
    public void NonsenseInItsNumbersIsRefusedOrTrainedOnAndNothingElse()
    {
        byte[] original;
        using (var resource = typeof(HostileCheckpointTests).Assembly.GetManifestResourceStream("checkpoint-1.safetensors")!)
        using (var copy = new MemoryStream())
        {
            resource.CopyTo(copy);
            original = copy.ToArray();
        }
        var length = BitConverter.ToInt32(original);
        var header = Encoding.UTF8.GetString(original, 8, length);
        // The numbers of the position and of the settings, as they stand in a text within the header.
        var from = header.IndexOf("\"position\"", StringComparison.Ordinal);
        var until = header.IndexOf("\"conv2d1.weight\"", StringComparison.Ordinal);
        var places = Regex.Matches(header[from..until], "(?<=\\\\\":)([^\\\\{\\[,}]+|\\\\\"[^\\\\]*\\\\\"|\\[\\{.*?\\}\\])").Select(m => (At: from + m.Index, m.Length)).ToList();
        Assert.InRange(places.Count, 30, 100);
        Directory.CreateDirectory(Folder);
        var file = Path.Combine(Folder, "checkpoint-000000007.safetensors");
        using var device = ComputeDevice.Open("cpu");
        var (refused, trained) = (0, 0);
        // Without CONVGPU_TEST=full a third of the cases, each place with other values.
        var every = Environment.GetEnvironmentVariable("CONVGPU_TEST") == "full" ? 1 : 3;
        for (var place = 0; place < places.Count; place++)
        {
            var (at, count) = places[place];
            foreach (var value in _values.Where((_, i) => (place + i) % every == 0))
            {
                var changed = Encoding.UTF8.GetBytes(string.Concat(header.AsSpan(0, at), value, header.AsSpan(at + count)));
                byte[] bytes = [.. BitConverter.GetBytes((long)changed.Length), .. changed, .. original.AsSpan(8 + length, original.Length - 8 - length - 32)];
                File.WriteAllBytes(file, [.. bytes, .. SHA256.HashData(bytes)]);
                using var trainer = MakeTrainer(device, Options(everySteps: null));
                try
                {
                    trainer.Resume(Data, Epochs, Batch);
                    trained++;
                }
                catch (ConvGpuException)
                {
                    refused++;
                }
                foreach (var written in Directory.GetFiles(Folder)) File.Delete(written);
            }
        }
        Assert.InRange(refused, Math.Max(4 * trained, 150), places.Count * _values.Length);
    }
}
