using ConvGpu.Kernels.Managed;

namespace ConvGpu.Tests.Managed;

public sealed class SharesTests
{
    [Theory]
    [InlineData(10, 3, new[] { 0, 3, 6, 10 })]
    [InlineData(2, 4, new[] { 0, 0, 1, 1, 2 })]
    public void SharesLieBehindEachOther(int count, int shares, int[] expected) =>
        Assert.Equal(expected, Enumerable.Range(0, shares + 1).Select(share => Shares.First(count, share, shares)));

    /// <summary>As many tiles as the largest outputs have, in as many blocks as they are cut into.</summary>
    [Fact]
    public void ProductsOfCountsMayBeLarge()
    {
        Assert.Equal(131_072, Shares.First(131_072, 16_384, 16_384));
        Assert.Equal(int.MaxValue, Shares.First(int.MaxValue, int.MaxValue, int.MaxValue));
    }
}
