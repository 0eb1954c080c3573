using ConvGpu.Compiler.Tests.OpenCl;
using ConvGpu.FakeCuda;
using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Algorithms.ScanReduceOperations;
using ILGPU.Runtime;
using ILGPU.Runtime.CPU;
using ILGPU.Runtime.OpenCL;

namespace ConvGpu.Compiler.Tests.Api;

/// <summary>Reductions and scans of warps and groups, for every warp size and for groups that cut the last warp off.</summary>
public class ReductionTests
{
    private static void Reduce(ArrayView<int> input, ArrayView<int> first, ArrayView<int> all, ArrayView<float> largest, ArrayView<float> least)
    {
        int item = Group.LinearIndex;
        int one = GroupExtensions.Reduce<int, AddInt32>(input[item]);
        if (Group.IsFirstThread)
            first[0] = one;
        all[item] = GroupExtensions.AllReduce<int, AddInt32>(input[item]);
        largest[item] = GroupExtensions.AllReduce<float, MaxFloat>(input[item]);
        least[item] = GroupExtensions.AllReduce<float, MinFloat>(input[item]);
    }

    private static void Scan(ArrayView<int> input, ArrayView<int> exclusive, ArrayView<int> inclusive)
    {
        int item = Group.LinearIndex;
        exclusive[item] = GroupExtensions.ExclusiveScan<int, AddInt32>(input[item]);
        inclusive[item] = GroupExtensions.InclusiveScan<int, AddInt32>(input[item]);
    }

    private static void InWarps(ArrayView<int> input, ArrayView<int> all, ArrayView<int> exclusive, ArrayView<int> inclusive)
    {
        int item = Group.LinearIndex;
        all[item] = WarpExtensions.AllReduce<int, AddInt32>(input[item]);
        exclusive[item] = WarpExtensions.ExclusiveScan<int, AddInt32>(input[item]);
        inclusive[item] = WarpExtensions.InclusiveScan<int, AddInt32>(input[item]);
    }

    private const int Compiled = 0, OpenCl = -1, Cuda = -2;

    /// <summary>Warp sizes of the debug mode, or the device's own in compiled code.</summary>
    public static TheoryData<int, int> Sizes()
    {
        var data = new TheoryData<int, int>();
        foreach (int warp in (int[])[Compiled, 1, 2, 8, 32, 64])
            foreach (int group in (int[])[1, 5, 16, 40])
                data.Add(warp, group);
        data.Add(OpenCl, 5);
        data.Add(OpenCl, 40);
        foreach (int group in (int[])[1, 5, 32, 40, 128])
            data.Add(Cuda, group);
        return data;
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void GroupsReduceAndScan(int warpSize, int groupSize)
    {
        using var context = ContextOf(warpSize);
        var accelerator = context.GetPreferredDevice(false).CreateAccelerator(context);
        warpSize = accelerator.WarpSize;
        int[] values = Values(groupSize);
        using var input = accelerator.Allocate1D(values);
        using var first = accelerator.Allocate1D<int>(1);
        using var all = accelerator.Allocate1D<int>(groupSize);
        using var largest = accelerator.Allocate1D<float>(groupSize);
        using var least = accelerator.Allocate1D<float>(groupSize);
        using var exclusive = accelerator.Allocate1D<int>(groupSize);
        using var inclusive = accelerator.Allocate1D<int>(groupSize);
        accelerator.LoadStreamKernel<ArrayView<int>, ArrayView<int>, ArrayView<int>, ArrayView<float>, ArrayView<float>>(Reduce)(
            (1, groupSize), input.View, first.View, all.View, largest.View, least.View);
        accelerator.LoadStreamKernel<ArrayView<int>, ArrayView<int>, ArrayView<int>>(Scan)((1, groupSize), input.View, exclusive.View, inclusive.View);
        Assert.Equal(values.Sum(), first.GetAsArray1D()[0]);
        Assert.All(all.GetAsArray1D(), value => Assert.Equal(values.Sum(), value));
        Assert.All(largest.GetAsArray1D(), value => Assert.Equal(values.Max(), value));
        Assert.All(least.GetAsArray1D(), value => Assert.Equal(values.Min(), value));
        Assert.Equal(values.Select((value, i) => values[..i].Sum()), exclusive.GetAsArray1D());
        Assert.Equal(values.Select((value, i) => values[..(i + 1)].Sum()), inclusive.GetAsArray1D());
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void WarpsReduceAndScan(int warpSize, int groupSize)
    {
        using var context = ContextOf(warpSize);
        var accelerator = context.GetPreferredDevice(false).CreateAccelerator(context);
        warpSize = accelerator.WarpSize;
        int[] values = Values(groupSize);
        using var input = accelerator.Allocate1D(values);
        using var all = accelerator.Allocate1D<int>(groupSize);
        using var exclusive = accelerator.Allocate1D<int>(groupSize);
        using var inclusive = accelerator.Allocate1D<int>(groupSize);
        accelerator.LoadStreamKernel<ArrayView<int>, ArrayView<int>, ArrayView<int>, ArrayView<int>>(InWarps)(
            (1, groupSize), input.View, all.View, exclusive.View, inclusive.View);
        Assert.Equal(values.Select((_, i) => Warp(i).Sum()), all.GetAsArray1D());
        Assert.Equal(values.Select((_, i) => Warp(i)[..(i % warpSize)].Sum()), exclusive.GetAsArray1D());
        Assert.Equal(values.Select((_, i) => Warp(i)[..(i % warpSize + 1)].Sum()), inclusive.GetAsArray1D());

        int[] Warp(int item) => values[(item / warpSize * warpSize)..Math.Min(groupSize, (item / warpSize + 1) * warpSize)];
    }

    private static Context ContextOf(int warpSize)
    {
        if (warpSize == OpenCl)
        {
            OpenClMachine.Require();
            return Context.Create(builder => builder.OpenCL());
        }
        if (warpSize == Cuda)
            return Context.Create(builder => builder.Add(TestCuda.Open()));
        return Context.Create(builder => builder.CPU(warpSize == Compiled ? CPUDevice.Default : new CPUDevice(warpSize, 128 / warpSize, 1)));
    }

    private static int[] Values(int count) => [.. Enumerable.Range(0, count).Select(i => (i * 37 + 11) % 23 - 9)];
}
