namespace ConvGpu.Emulation.Tests;

/// <summary>Shuffles, votes, reductions of a warp, barriers, branches.</summary>
public sealed class WarpTests
{
    /// <summary>Runs a body in one group; %r9 of each thread is the result.</summary>
    private static int[] Run(string body, int threads = 32, string globals = "")
    {
        using var device = new Device();
        var module = MemoryTests.Parse(body + "mad.wide.u32 %q9, %r0, 4, %base; st.global.u32 [%q9], %r9;", globals: globals);
        var result = device.Upload(new int[threads]);
        device.Run(module.Entries["k"], 1, threads, result);
        return device.Download<int>(result, threads);
    }

    [Fact]
    public void Shuffles()
    {
        var lanes = Enumerable.Range(0, 32).ToArray();
        Assert.Equal(lanes.Select(l => l >= 3 ? l - 3 : l), Run("shfl.sync.up.b32 %r9, %r0, 3, 0, -1;"));
        Assert.Equal(lanes.Select(l => l + 3 <= 31 ? l + 3 : l), Run("shfl.sync.down.b32 %r9, %r0, 3, 31, -1;"));
        Assert.Equal(lanes.Select(l => l ^ 5), Run("shfl.sync.bfly.b32 %r9, %r0, 5, 31, -1;"));
        Assert.Equal(lanes.Select(_ => 7), Run("shfl.sync.idx.b32 %r9, %r0, 7, 31, -1;"));
        // Segments of 8 lanes: the mask of c is 0x18 in bits 8 to 12, the clamp 7.
        Assert.Equal(lanes.Select(l => (l & 7) + 2 <= 7 ? l + 2 : l), Run("shfl.sync.down.b32 %r9, %r0, 2, 0x1807, -1;"));
        Assert.Equal(lanes.Select(l => (l & 7) + 2 <= 7 ? 1 : 0), Run("shfl.sync.down.b32 %r1|%p1, %r0, 2, 0x1807, -1; selp.u32 %r9, 1, 0, %p1;"));
    }

    [Fact]
    public void VotesMatchesReductions()
    {
        var lanes = Enumerable.Range(0, 32).ToArray();
        const string Even = "and.b32 %r1, %r0, 1; setp.eq.u32 %p1, %r1, 0; ";
        Assert.Equal(lanes.Select(_ => 0x55555555), Run(Even + "vote.sync.ballot.b32 %r9, %p1, -1;"));
        Assert.Equal(lanes.Select(_ => 1), Run(Even + "vote.sync.any.pred %p2, !%p1, -1; selp.u32 %r9, 1, 0, %p2;"));
        Assert.Equal(lanes.Select(_ => 0), Run(Even + "vote.sync.uni.pred %p2, %p1, -1; selp.u32 %r9, 1, 0, %p2;"));
        Assert.Equal(lanes.Select(l => 0x11111111 << (l & 3)), Run("and.b32 %r1, %r0, 3; match.any.sync.b32 %r9, %r1, -1;"));
        Assert.Equal(lanes.Select(_ => 496), Run("redux.sync.add.s32 %r9, %r0, -1;"));
        Assert.Equal(lanes.Select(l => l < 16 ? 0 : 16), Run("""
            setp.lt.u32 %p1, %r0, 16; selp.u32 %r2, 0xFFFF, 0xFFFF0000, %p1; redux.sync.min.u32 %r9, %r0, %r2;
            """));
        Assert.Equal(lanes.Select(_ => 0x0000FFFF).Take(16).Concat(lanes.Take(16).Select(_ => 0)), Run("""
            mov.u32 %r9, 0; setp.lt.u32 %p1, %r0, 16; @!%p1 bra done; activemask.b32 %r9; done:
            """));
    }

    [Fact]
    public void DivergedLanesMeetAgain()
    {
        // A loop of tid & 3 turns, then a shuffle of the whole warp.
        Assert.Equal(Enumerable.Range(0, 32).Select(l => (l ^ 1) & 3), Run("""
            and.b32 %r1, %r0, 3; mov.u32 %r2, 0;
            loop: setp.ge.u32 %p1, %r2, %r1; @%p1 bra out; add.u32 %r2, %r2, 1; bra loop;
            out: shfl.sync.bfly.b32 %r9, %r2, 1, 31, -1;
            """));
        // A shuffle in each branch of a condition, among the lanes that take it.
        Assert.Equal(Enumerable.Range(0, 32).Select(l => l < 16 ? 0 : 31), Run("""
            setp.lt.u32 %p1, %r0, 16; @%p1 bra low;
            shfl.sync.idx.b32 %r9, %r0, 31, 31, 0xFFFF0000; bra join;
            low: shfl.sync.idx.b32 %r9, %r0, 0, 31, 0x0000FFFF;
            join:
            """));
    }

    [Fact]
    public void IndexedBranches() => Assert.Equal(Enumerable.Range(0, 32).Select(l => new[] { 10, 20, 30, 10 }[l & 3]), Run("""
        and.b32 %r1, %r0, 3;
        targets: .branchtargets A, B, C, A;
        brx.idx %r1, targets;
        A: mov.u32 %r9, 10; bra join;
        B: mov.u32 %r9, 20; bra join;
        C: mov.u32 %r9, 30;
        join:
        """));

    [Fact]
    public void BarrierReductions()
    {
        Assert.Equal(Enumerable.Repeat(33, 100), Run("rem.u32 %r1, %r0, 3; setp.eq.u32 %p1, %r1, 1; bar.red.popc.u32 %r9, 0, %p1;", 100));
        Assert.Equal(Enumerable.Repeat(2, 100), Run("""
            setp.lt.u32 %p1, %r0, 1000; setp.eq.u32 %p2, %r0, 5;
            bar.red.and.pred %p3, 0, !%p1; bar.red.or.pred %p4, 1, %p2;
            selp.u32 %r1, 1, 0, %p3; selp.u32 %r2, 2, 0, %p4; or.b32 %r9, %r1, %r2;
            """, 100));
    }

    [Fact]
    public void ProducersArriveConsumersWait()
    {
        // Warp 0 writes and arrives, warp 1 waits and reads: a barrier for 64 threads, of which 32 only arrive.
        Assert.Equal(Enumerable.Range(0, 64).Select(t => t < 32 ? 0 : (t - 32) * 3), Run("""
            .shared .align 4 .b8 box[128];
            mov.u32 %r9, 0; mov.u32 %r1, box; and.b32 %r2, %r0, 31; mad.lo.u32 %r1, %r2, 4, %r1;
            setp.ge.u32 %p1, %r0, 32; @%p1 bra consumer;
            mul.lo.u32 %r3, %r0, 3; st.shared.u32 [%r1], %r3; bar.arrive 1, 64; bra done;
            consumer: bar.sync 1, 64; ld.shared.u32 %r9, [%r1];
            done:
            """, 64));
    }

    [Fact]
    public void ThreadsThatReturnedCountAsArrived() => Assert.Equal(Enumerable.Range(0, 40).Select(t => t < 20 ? 1 : 0), Run("""
        setp.ge.u32 %p1, %r0, 20; @%p1 exit; bar.sync 0; mov.u32 %r9, 1;
        """, 40));

    [Fact]
    public void SpecialRegisters() => Assert.Equal(
        Enumerable.Range(0, 64).Select(t => (t & 31) + 100 * (t >> 5) + 10000 * 2 + (int)(((1L << (t & 31)) - 1) >> 31)), Run("""
        mov.u32 %r1, %laneid; mov.u32 %r2, %warpid; mov.u32 %r3, %nwarpid; mov.u32 %r4, %lanemask_lt; shr.u32 %r4, %r4, 31;
        mad.lo.u32 %r9, %r2, 100, %r1; mad.lo.u32 %r9, %r3, 10000, %r9; add.u32 %r9, %r9, %r4;
        mov.u64 %q1, %clock64;
        """, 64));
}
