using System.Buffers.Binary;
using ConvGpu.Emulation;
using ConvGpu.Ilgpu.Backends.Ptx;
using ConvGpu.Ilgpu.Compilation;

namespace ConvGpu.Fuzz.Execution;

/// <summary>Compiles a kernel to PTX and runs it on the emulator, with all its checks.</summary>
internal static class PtxRun
{
    /// <summary>Instructions of a warp after which a program counts as endless.</summary>
    private const long MostInstructions = 20_000_000;

    public static void Execute(KernelRequest request, KernelArguments arguments, string architecture = "sm_90")
    {
        var (kernel, _) = PtxCompilation.Compile(request, PtxTarget.Parse(architecture));
        Execute(kernel, arguments);
    }

    public static void Execute(PtxKernel kernel, KernelArguments arguments)
    {
        var entry = PtxModule.Parse(kernel.Text).Entries[kernel.EntryName];
        using var memory = new DeviceMemory();
        using var emulator = new PtxEmulator(memory, new EmulatorOptions { MaximumInstructionsPerWarp = MostInstructions });
        var addresses = arguments.Memory.Select(bytes =>
        {
            ulong address = memory.Allocate(bytes.Length);
            memory.Write(address, bytes);
            return address;
        }).ToArray();
        ulong report = memory.Allocate(sizeof(uint));
        memory.Fill(report, sizeof(uint), 0);
        var parameters = new byte[entry.ParameterBytes];
        int place = 0;
        foreach (var (isPointer, value) in arguments.Leaves())
            Put(entry.Parameters[place++], isPointer ? (long)addresses[value] : value);
        if (kernel.Asserts.Count > 0)
            Put(entry.Parameters[place], (long)report);
        var launch = arguments.Launch;
        emulator.Launch(entry, (launch.GridX, launch.GridY, launch.GridZ), (launch.GroupX, launch.GroupY, launch.GroupZ), launch.DynamicSharedBytes, parameters);
        foreach (var (bytes, address) in arguments.Memory.Zip(addresses))
            memory.Read(address, bytes);
        var failed = new byte[sizeof(uint)];
        memory.Read(report, failed);
        if (BinaryPrimitives.ReadUInt32LittleEndian(failed) is > 0 and var number)
            throw new InvalidOperationException($"Assertion failed: {kernel.Asserts[(int)number - 1].Message}");

        void Put(PtxParameter parameter, long value)
        {
            Span<byte> all = stackalloc byte[sizeof(long)];
            BinaryPrimitives.WriteInt64LittleEndian(all, value);
            all[..parameter.Bytes].CopyTo(parameters.AsSpan(parameter.Offset));
        }
    }
}
