namespace ConvGpu.Tests.Runtime;

public class SeededRandomTests
{
    /// <summary>The known answers of the reference implementation (Random123, kat_vectors).</summary>
    [Theory]
    [InlineData(0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(0xffffffffu, 0xffffffffu, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    public void PhiloxGivesTheKnownAnswers(uint counter, uint key, uint a, uint b, uint c, uint d) =>
        Assert.Equal((a, b, c, d), SeededRandom.Block((counter, counter, counter, counter), key, key));

    [Fact]
    public void GaussiansHaveMeanZeroAndDeviationOne()
    {
        const int Count = 100_000;
        var random = new SeededRandom(7, 3);
        var values = Enumerable.Range(0, Count).Select(_ => random.NextGaussian()).ToArray();
        // Five standard errors of the mean and of the variance.
        Assert.InRange(values.Average(), -5 / Math.Sqrt(Count), 5 / Math.Sqrt(Count));
        Assert.InRange(values.Average(v => v * v), 1 - 5 * Math.Sqrt(2.0 / Count), 1 + 5 * Math.Sqrt(2.0 / Count));
    }

    [Fact]
    public void ShuffleIsAPermutationAndDependsOnTheSeed()
    {
        int[] Shuffled(ulong seed)
        {
            var items = Enumerable.Range(0, 1000).ToArray();
            new SeededRandom(seed, 1).Shuffle(items);
            return items;
        }
        Assert.Equal(Enumerable.Range(0, 1000), Shuffled(1).Order());
        Assert.Equal(Shuffled(1), Shuffled(1));
        Assert.NotEqual(Shuffled(1), Shuffled(2));
    }
}
