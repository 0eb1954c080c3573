namespace ConvGpu.Emulation.Tests;

/// <summary>Each fault a kernel can make is reported, and what is right is not.</summary>
public sealed class CheckTests
{
    private const string Shared = ".shared .align 16 .b8 s[4096]; mov.u32 %r10, s; mad.lo.u32 %r11, %r0, 4, %r10; mov.u32 %r12, %ntid.x; xor.b32 %r13, %r0, 1; mad.lo.u32 %r13, %r13, 4, %r10;\n";

    private static void Run(string body, int threads = 64, EmulatorOptions? options = null, int groups = 1)
    {
        using var device = new Device(options);
        device.Run(MemoryTests.Parse(body).Entries["k"], groups, threads, device.Upload(new int[64]));
    }

    private static EmulationException Fault(FaultKind kind, string body, int threads = 64, EmulatorOptions? options = null, int groups = 1)
    {
        var fault = Assert.Throws<EmulationException>(() => Run(body, threads, options, groups));
        Assert.True(fault.Kind == kind, fault.Message);
        Assert.Equal("k", fault.Entry);
        return fault;
    }

    [Fact]
    public void UninitializedRegisters()
    {
        var fault = Fault(FaultKind.UninitializedRegister, "add.u32 %r2, %r1, 1;");
        Assert.Equal(10, fault.Line);
        Assert.Contains("%r1", fault.Detail, StringComparison.Ordinal);
        Assert.Equal((3, 0, 0), Fault(FaultKind.UninitializedRegister, "setp.ne.u32 %p1, %r0, 3; @%p1 mov.u32 %r1, 5; add.u32 %r2, %r1, 1;").Thread);
        Fault(FaultKind.UninitializedRegister, "setp.eq.u32 %p1, %r0, 3; @%p1 bra over; mov.u32 %r1, 2; over: st.global.u32 [%base], %r1;");
        Run("setp.eq.u32 %p1, %r0, 3; @%p1 mov.u32 %r1, 5; @!%p1 mov.u32 %r1, 6; add.u32 %r2, %r1, 1;");
        Run("add.u32 %r2, %r1, 1;", options: new EmulatorOptions { UninitializedRegisters = false });
    }

    [Fact]
    public void GlobalBounds()
    {
        var fault = Fault(FaultKind.OutOfBounds, "mad.wide.u32 %q1, %r0, 4, %base; ld.global.u32 %r1, [%q1+4];");
        Assert.Equal((63, 0, 0), fault.Thread);
        Assert.Contains("4 bytes past", fault.Detail, StringComparison.Ordinal);
        Fault(FaultKind.OutOfBounds, "st.global.u32 [%base-4], %r0;");
        Fault(FaultKind.OutOfBounds, "mov.u64 %q1, 0; ld.u32 %r1, [%q1];");
        Fault(FaultKind.Misaligned, "ld.global.u32 %r1, [%base+2];");
        Fault(FaultKind.Misaligned, "ld.global.v4.u32 {%r1, %r2, %r3, %r4}, [%base+8];");
    }

    [Fact]
    public void FreedMemory()
    {
        using var device = new Device();
        var address = device.Upload(new int[4]);
        device.Memory.Free(address);
        device.Upload(new int[4]);
        var entry = MemoryTests.Parse("ld.global.u32 %r1, [%base];").Entries["k"];
        Assert.Equal(FaultKind.UseAfterFree, Assert.Throws<EmulationException>(() => device.Run(entry, 1, 1, address)).Kind);
        Assert.Throws<ArgumentException>(() => device.Memory.Free(address));
    }

    [Fact]
    public void SharedAndLocalBounds()
    {
        Fault(FaultKind.OutOfBounds, Shared + "st.shared.u32 [%r10+4096], 1;");
        Fault(FaultKind.OutOfBounds, Shared + "st.shared.u32 [%r10-4], 1;");
        Fault(FaultKind.Misaligned, Shared + "st.shared.u32 [%r10+1], 1;");
        Fault(FaultKind.OutOfBounds, ".local .align 4 .b8 mine[16]; mov.u64 %q1, mine; ld.local.u32 %r1, [%q1+16];");
        Fault(FaultKind.ReadOnly, "mov.u64 %q1, 0x4000000210; st.u32 [%q1], 1;");
    }

    [Fact]
    public void SharedRaces()
    {
        Fault(FaultKind.SharedRace, Shared + "st.shared.u32 [%r11], %r0; ld.shared.u32 %r1, [%r13];");
        Fault(FaultKind.SharedRace, Shared + "st.shared.u32 [%r11], %r0; bar.sync 0; ld.shared.u32 %r1, [%r13]; st.shared.u32 [%r11], 1;");
        Fault(FaultKind.SharedRace, Shared + "st.shared.u32 [%r10], %r0;");
        Run(Shared + "st.shared.u32 [%r11], %r0; bar.sync 0; ld.shared.u32 %r1, [%r13]; bar.sync 0; st.shared.u32 [%r11], 1;");
        Run(Shared + "st.shared.u32 [%r11], %r0; bar.warp.sync -1; ld.shared.u32 %r1, [%r13]; bar.warp.sync -1; st.shared.u32 [%r11], 1;");
        Run(Shared + "st.shared.u8 [%r10], 0; " + "", 1);
        Run(Shared + "add.u32 %r1, %r10, %r0; st.shared.u8 [%r1], %r0;");
        Run(Shared + "setp.eq.u32 %p1, %r0, 0; @%p1 st.shared.u32 [%r10], 0; bar.sync 0; atom.shared.add.u32 %r1, [%r10], 1;");
        Fault(FaultKind.SharedRace, Shared + "setp.eq.u32 %p1, %r0, 0; @%p1 st.shared.u32 [%r10], 0; bar.sync 0; atom.shared.add.u32 %r1, [%r10], 1; ld.shared.u32 %r2, [%r10];");
        Run(Shared + "st.shared.u32 [%r11], %r0; ld.shared.u32 %r1, [%r13];", options: new EmulatorOptions { SharedRaces = false });
    }

    [Fact]
    public void AWarpsOrderDoesNotReachOtherWarps() =>
        Fault(FaultKind.SharedRace, Shared + "st.shared.u32 [%r11], %r0; bar.warp.sync -1; xor.b32 %r1, %r0, 32; mad.lo.u32 %r1, %r1, 4, %r10; ld.shared.u32 %r2, [%r1];",
            options: new EmulatorOptions { UninitializedShared = false });

    [Fact]
    public void SharedMemoryNeverWritten()
    {
        Fault(FaultKind.UninitializedShared, Shared + "ld.shared.u32 %r1, [%r11];");
        // The next group does not see what the last one wrote.
        Fault(FaultKind.UninitializedShared, Shared + """
            mov.u32 %r1, %ctaid.x; setp.eq.u32 %p1, %r1, 0; @%p1 st.shared.u32 [%r11], 1; bar.sync 0; ld.shared.u32 %r2, [%r11];
            """, groups: 2);
        Run(Shared + "ld.shared.u32 %r1, [%r11];", options: new EmulatorOptions { UninitializedShared = false });
    }

    [Fact]
    public void DivergedBarriers()
    {
        Assert.Equal((0, 0, 0), Fault(FaultKind.BarrierDivergence, "setp.lt.u32 %p1, %r0, 7; @%p1 bar.sync 0; bar.sync 1;").Thread);
        Fault(FaultKind.BarrierDivergence, "setp.lt.u32 %p1, %r0, 32; @%p1 bra first; bar.sync 0; bra join; first: bar.sync 1; join: bar.sync 2;");
        Fault(FaultKind.BarrierDivergence, "bar.sync 0, 128;");
        Fault(FaultKind.WarpDivergence, "setp.lt.u32 %p1, %r0, 7; @%p1 bra a; bra b; a: bar.warp.sync -1; b: bar.sync 0;");
        Fault(FaultKind.WarpDivergence, "bar.warp.sync 1;");
    }

    [Fact]
    public void TrapsTimeoutsAndLaunchBounds()
    {
        Fault(FaultKind.Trap, "setp.eq.u32 %p1, %r0, 9; @%p1 trap;");
        Fault(FaultKind.Timeout, "again: bra again;", options: new EmulatorOptions { MaximumInstructionsPerWarp = 1_000_000 });
        Assert.Equal(FaultKind.LaunchBounds, Assert.Throws<EmulationException>(() => Run("", 1025)).Kind);
    }

    [Fact]
    public void GlobalRaces()
    {
        var checks = new EmulatorOptions { GlobalRaces = true };
        Fault(FaultKind.GlobalRace, "st.global.u32 [%base], %r0;", options: checks);
        Fault(FaultKind.GlobalRace, "mad.wide.u32 %q1, %r0, 4, %base; st.global.u32 [%q1], %r0;", options: checks, groups: 2);
        Fault(FaultKind.GlobalRace, "mad.wide.u32 %q1, %r0, 4, %base; st.global.u32 [%q1], %r0; ld.global.u32 %r1, [%base];", options: checks);
        Run("mad.wide.u32 %q1, %r0, 4, %base; st.global.u32 [%q1], %r0; bar.sync 0; ld.global.u32 %r1, [%base];", options: checks);
        Run("red.global.add.u32 [%base], 1;", options: checks, groups: 3);
    }
}
