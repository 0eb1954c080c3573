namespace ConvGpu.Tests.Runtime;

public class ArenaLayoutTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void RangesAliveTogetherNeverOverlap(ulong seed)
    {
        var random = new SeededRandom(seed, 0);
        var items = Enumerable.Range(0, 200).Select(_ =>
        {
            var first = random.Next(50);
            return new Lifetime("range", 1 + random.Next(5000), first, first + random.Next(10));
        }).ToList();
        var layout = new ArenaLayout(items, largestSlab: 1 << 14);
        for (var i = 0; i < items.Count; i++)
        {
            Assert.Equal(0, layout[i].Offset % ArenaLayout.Alignment);
            Assert.True(layout[i].Offset + items[i].Bytes <= layout.SlabBytes[layout[i].Slab]);
            Assert.True(layout.SlabBytes[layout[i].Slab] <= 1 << 14);
            for (var j = 0; j < i; j++)
            {
                if (items[i].First > items[j].Last || items[j].First > items[i].Last || layout[i].Slab != layout[j].Slab) continue;
                var apart = layout[i].Offset + items[i].Bytes <= layout[j].Offset || layout[j].Offset + items[j].Bytes <= layout[i].Offset;
                Assert.True(apart, $"{i} and {j} overlap");
            }
        }
    }

    [Fact]
    public void RangesThatNeverMeetShareMemory()
    {
        var layout = new ArenaLayout([new("a", 1000, 0, 1), new("b", 1000, 2, 3), new("c", 1000, 4, 5)], long.MaxValue);
        Assert.Equal([1024L], layout.SlabBytes);
    }

    [Fact]
    public void OneRangeOverTheLargestAllocationIsRefused()
    {
        var error = Assert.Throws<DeviceException>(() => new ArenaLayout([new("conv2d1.output", 1000, 0, 0)], 512, "for a batch of 8, but opencl:0"));
        Assert.Equal("conv2d1.output needs 1,024 bytes for a batch of 8, but opencl:0 allocates at most 512 at once; use a smaller batch.", error.Message);
    }
}
