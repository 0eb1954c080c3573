using ConvGpu.Kernels.Managed;

namespace ConvGpu.Tests.Managed;

public sealed class SharesTests
{
    [Theory]
    [InlineData(10, 3, new[] { 0, 3, 6, 10 })]
    [InlineData(2, 4, new[] { 0, 0, 1, 1, 2 })]
    public void SharesLieBehindEachOther(int count, int shares, int[] expected) =>
        Assert.Equal(expected, Enumerable.Range(0, shares + 1).Select(share => Shares.First(count, share, shares)));

    [Theory]
    [InlineData(61, 6, new[] { 0, 19, 34, 46, 55, 60, 61 })]
    [InlineData(64, 16, null)]
    [InlineData(40, 32, null)]
    [InlineData(7, 7, new[] { 0, 1, 2, 3, 4, 5, 6, 7 })]
    [InlineData(1, 1, new[] { 0, 1 })]
    public void TaperedSharesShrink(int count, int shares, int[]? expected)
    {
        var firsts = Enumerable.Range(0, shares + 1).Select(share => Shares.Tapered(count, share, shares)).ToArray();
        if (expected is not null) Assert.Equal(expected, firsts);
        Assert.Equal((0, count), (firsts[0], firsts[^1]));
        var lengths = firsts.Skip(1).Zip(firsts, (end, first) => end - first).ToArray();
        Assert.All(lengths, length => Assert.InRange(length, 1, (2 * count + shares - 1) / shares));
        // Rounded down, a share may be longer by one than that before it.
        for (var share = 1; share < shares; share++) Assert.True(lengths[share] <= lengths[share - 1] + 1, string.Join(' ', lengths));
    }

    /// <summary>The last passes over a batch may have fewer steps than the first, which the shares are made for.</summary>
    [Fact]
    public void FewerThanTaperedSharesAreTheLast() =>
        Assert.Equal([0, 0, 0, 1, 2], Enumerable.Range(0, 5).Select(share => Shares.Tapered(2, share, 4)));

    /// <summary>As many tiles as the largest outputs have, in as many blocks as they are cut into.</summary>
    [Fact]
    public void ProductsOfCountsMayBeLarge()
    {
        Assert.Equal(131_072, Shares.First(131_072, 16_384, 16_384));
        Assert.Equal(int.MaxValue, Shares.First(int.MaxValue, int.MaxValue, int.MaxValue));
        Assert.Equal(int.MaxValue - int.MaxValue / 4, Shares.Tapered(int.MaxValue, 8_192, 16_384));
    }
}
