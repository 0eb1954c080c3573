using System.Text;

namespace ConvGpu.Tests.Data;

public class CsvImagesTests
{
    [Fact]
    public void LinesAreImagesAndClasses()
    {
        var set = Read("1,2,3,4,0\n5,6,7,8,2\n");
        Assert.Equal((new Shape(2, 1, 2, 2), 3), (set.Shape, set.Classes));
        Assert.Equal([5, 6, 7, 8], set.Image(1).ToArray());
    }

    [Theory]
    [InlineData("", "holds no images")]
    [InlineData("1,2,3,4,0\n1,2,3,0\n", "line 2: 4 values where the lines before have 5")]
    [InlineData("1,2,x,4,0\n", "line 1: 'x' is not a whole number")]
    [InlineData("1,2,256,4,0\n", "'256' is not a whole number from 0 to 255")]
    [InlineData("1,2,3,0\n", "3 pixels a line are no square image")]
    public void MalformedLinesAreNamed(string text, string message) =>
        Assert.Contains(message, Assert.Throws<DataException>(() => Read(text)).Message);

    private static ImageSet Read(string text) => CsvImages.Read("test.csv", new MemoryStream(Encoding.UTF8.GetBytes(text)));
}
