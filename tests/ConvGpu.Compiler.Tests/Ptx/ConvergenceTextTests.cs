using System.Text.RegularExpressions;
using ConvGpu.Ilgpu.Backends.Ptx;
using ConvGpu.Ilgpu.Compilation;
using ConvGpu.Kernels;
using ILGPU;
using Group = ILGPU.Group;

namespace ConvGpu.Compiler.Tests.Ptx;

/// <summary>Which lanes shuffles name and which form barriers have, behind loops that the items of a warp leave at different times.</summary>
public sealed partial class ConvergenceTextTests
{
    [GeneratedRegex(@"shfl\.sync\.\S+ .*, (\S+);")]
    private static partial Regex Shuffle();

    private static void UnevenTurns(ArrayView<int> x, int n)
    {
        int turns = 0;
        for (int i = Group.IdxX; i < n; i += Group.DimX)
            turns++;
        for (int turn = 0; turn < turns; turn++)
            x[Group.BarrierPopCount(turn > 1)] = turn;
        // What follows is why the items that leave first are not gone.
        x[Group.IdxX] = turns;
    }

    /// <summary>The loop over distances starts where a loop with different turns ends, and all items go through it together.</summary>
    [Theory]
    [InlineData(256, "-1")]
    [InlineData(48, null)]
    [InlineData(0, null)]
    public void ALoopBehindADivergentOneIsUniform(int items, string? mask)
    {
        string text = Text(LossKernels.SoftmaxCrossEntropyForward, items);
        Assert.DoesNotContain("activemask", text, StringComparison.Ordinal);
        Assert.DoesNotContain("barrier.sync", text, StringComparison.Ordinal);
        Assert.Contains("bar.sync", text, StringComparison.Ordinal);
        string[] masks = [.. Shuffle().Matches(text).Select(match => match.Groups[1].Value).Distinct()];
        string named = Assert.Single(masks);
        if (mask is not null)
            Assert.Equal(mask, named);
        else
            Assert.Matches($@"shl\.b32 (%r\d+), .*;\s+sub\.s32 {named}, \1, 1;", text);
    }

    /// <summary>A count that items carry out of a loop they leave at different times is no uniform one.</summary>
    [Fact]
    public void TurnsCountedInADivergentLoopDiffer() => Assert.Contains("barrier.red.popc", Text(UnevenTurns, 0), StringComparison.Ordinal);

    private static string Text(Delegate kernel, int items)
    {
        var request = new KernelRequest(kernel.Method, KernelIndexing.Explicit) { GroupDimension = items > 0 ? (items, 1, 1) : default };
        return PtxCompilation.Compile(request, PtxTarget.Parse("sm_90"), sourceLines: false).Kernel.Text;
    }
}
