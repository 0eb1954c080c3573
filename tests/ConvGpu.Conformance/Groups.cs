using ILGPU;
using ILGPU.Algorithms;
using ILGPU.Runtime;

namespace ConvGpu.Conformance;

/// <summary>Explicitly grouped kernels: shared memory, barriers, atomics and broadcasts. Launched as 3 groups of 32.</summary>
public static class Groups
{
    [Conformance]
    public static void Identity(ArrayView<int> output)
    {
        int at = Grid.GlobalIndex.X;
        output[at * 4] = Group.IdxX + 100 * Grid.IdxX;
        output[at * 4 + 1] = Group.DimX + 1000 * Grid.DimX;
        output[at * 4 + 2] = Group.LinearIndex + Grid.GlobalLinearIndex * 1000;
        output[at * 4 + 3] = (Group.IsFirstThread ? 1 : 0) + (Group.IsLastThread ? 2 : 0);
    }

    [Conformance]
    public static void Reverse(ArrayView<float> x, ArrayView<float> output)
    {
        var shared = SharedMemory.Allocate<float>(32);
        int at = Grid.GlobalIndex.X;
        shared[Group.IdxX] = x[at];
        Group.Barrier();
        output[at] = shared[Group.DimX - 1 - Group.IdxX];
    }

    [Conformance]
    public static void TreeSum(ArrayView<int> x, ArrayView<int> output)
    {
        var shared = SharedMemory.Allocate1D<int>(32);
        int thread = Group.IdxX;
        shared[thread] = x[Grid.GlobalIndex.X];
        Group.Barrier();
        for (int step = 16; step > 0; step >>= 1)
        {
            if (thread < step)
                shared[thread] += shared[thread + step];
            Group.Barrier();
        }
        if (thread == 0)
            output[Grid.IdxX] = shared[0];
        output[3 + Grid.GlobalIndex.X] = shared[0] + thread;
    }

    [Conformance]
    public static void ValuesAcrossBarriers(ArrayView<int> x, ArrayView<int> output)
    {
        var shared = SharedMemory.Allocate<int>(64);
        int at = Grid.GlobalIndex.X, own = x[at] & 255, sum = 0;
        for (int round = 0; round < 4; round++)
        {
            shared[Group.IdxX + 32 * (round & 1)] = own + round;
            Group.Barrier();
            sum += shared[(Group.IdxX + round + 1) % 32 + 32 * (round & 1)] * (own + 1);
        }
        output[at] = sum + own;
    }

    [Conformance]
    public static void BarrierVotes(ArrayView<int> x, ArrayView<int> output)
    {
        int at = Grid.GlobalIndex.X;
        int count = Group.BarrierPopCount(x[at] > 0);
        bool all = Group.BarrierAnd(x[at] > -1000000);
        bool any = Group.BarrierOr(x[at] == 7);
        output[at] = count + (all ? 1000 : 0) + (any ? 2000 : 0);
    }

    [Conformance]
    public static void Broadcasts(ArrayView<int> x, ArrayView<int> output)
    {
        int at = Grid.GlobalIndex.X;
        output[at] = Group.Broadcast(x[at], 5) + at;
        var pair = Group.Broadcast(new Structs.Complex(at, x[at] & 15), 31);
        output[at] += (int)pair.Re * 10 + (int)pair.Im;
    }

    [Conformance]
    public static void Atomics(ArrayView<int> x, ArrayView<int> output, ArrayView<long> outputLong, ArrayView<uint> outputUnsigned)
    {
        int value = x[Grid.GlobalIndex.X] & 1023;
        Atomic.Add(ref output[0], value);
        Atomic.Max(ref output[1], value);
        Atomic.Min(ref output[2], -value);
        Atomic.Or(ref output[3], value);
        Atomic.Xor(ref output[4], value);
        Atomic.Add(ref outputLong[0], value);
        Atomic.Max(ref outputUnsigned[0], (uint)value);
        var shared = SharedMemory.Allocate<int>(1);
        if (Group.IdxX == 0)
            shared[0] = 0;
        Group.Barrier();
        Atomic.Add(ref shared[0], value);
        Group.Barrier();
        output[8 + Grid.IdxX] = shared[0];
    }

    [Conformance]
    public static void AtomicCounters(ArrayView<int> output)
    {
        int place = Atomic.Add(ref output[0], 1);
        Atomic.CompareExchange(ref output[1], 0, 5);
        Atomic.Exchange(ref output[2 + Grid.GlobalIndex.X], Group.IdxX + 1);
        if (place < 0)
            output[1] = -1;
    }

    [Conformance]
    public static void EarlyReturnBeforeBarrier(ArrayView<int> x, ArrayView<int> output)
    {
        int at = Grid.GlobalIndex.X;
        if (Grid.IdxX == 1)
            return;
        var shared = SharedMemory.Allocate<int>(32);
        shared[Group.IdxX] = x[at];
        Group.Barrier();
        output[at] = shared[31 - Group.IdxX];
    }

    [Conformance]
    public static void UniformBranchesAroundBarriers(ArrayView<int> x, ArrayView<int> output, int count)
    {
        var shared = SharedMemory.Allocate<int>(32);
        int at = Grid.GlobalIndex.X;
        shared[Group.IdxX] = x[at];
        if (count > 2)
        {
            Group.Barrier();
            output[at] = shared[Group.IdxX ^ 1];
        }
        Group.Barrier();
        for (int k = 0; k < count; k++)
        {
            int other = shared[(Group.IdxX + k) & 31];
            Group.Barrier();
            shared[Group.IdxX] = other + 1;
            Group.Barrier();
        }
        output[at] += shared[Group.IdxX];
    }

    [Conformance]
    public static void SharedTile(ArrayView<float> x, ArrayView<float> output)
    {
        var tile = SharedMemory.Allocate2D<float, Stride2D.DenseX>(new Index2D(8, 4), new Stride2D.DenseX(9));
        int at = Grid.GlobalIndex.X;
        tile[Group.IdxX % 8, Group.IdxX / 8] = x[at];
        Group.Barrier();
        output[at] = tile[7 - Group.IdxX % 8, Group.IdxX / 8 ^ 1];
    }
}
