using System.Text;

namespace ConvGpu.Tests.Formats;

/// <summary>What a file is that was taken for a picture, of which the first 256 bytes are looked at.</summary>
public class PictureKindTests
{
    [Theory]
    [InlineData("ä")]
    [InlineData("€")]
    [InlineData("🎓")]
    public void ACharacterAcrossTheEndOfWhatIsLookedAtIsText(string character)
    {
        for (var before = 250; before <= 256; before++)
            Assert.Equal("a text file", PictureKind.Of(Encoding.UTF8.GetBytes(new string('a', before) + character + "more")));
    }

    [Theory]
    [InlineData(254, new byte[] { 0xE2, 0x82 }, 0)]         // a file that ends within a character
    [InlineData(254, new byte[] { 0xE2, 0x41 }, 100)]       // a character that does not go on
    [InlineData(255, new byte[] { 0xFF }, 100)]             // a byte that begins none
    [InlineData(10, new byte[] { 0xE2, 0x82, 0x41 }, 300)]
    [InlineData(10, new byte[] { 0x07 }, 300)]
    public void OtherBytesAreNoText(int before, byte[] bytes, int behind)
    {
        byte[] file = [.. Enumerable.Repeat((byte)'a', before), .. bytes, .. Enumerable.Repeat((byte)'b', behind)];
        Assert.Equal("neither PNG nor JPEG (it begins with 61616161 in hexadecimal)", PictureKind.Of(file));
    }
}
