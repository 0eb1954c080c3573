using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ConvGpu.Emulation.Tests;

/// <summary>Memory and an emulator, with launches by values.</summary>
internal sealed class Device(EmulatorOptions? options = null) : IDisposable
{
    public DeviceMemory Memory { get; } = new();

    public PtxEmulator Emulator => field ??= new PtxEmulator(Memory, options);

    public ulong Upload<T>(ReadOnlySpan<T> data)
        where T : unmanaged
    {
        var address = Memory.Allocate((long)data.Length * Unsafe.SizeOf<T>());
        Memory.Write(address, MemoryMarshal.AsBytes(data));
        return address;
    }

    public ulong Upload<T>(T[] data)
        where T : unmanaged => Upload((ReadOnlySpan<T>)data);

    public T[] Download<T>(ulong address, int count)
        where T : unmanaged
    {
        var data = new T[count];
        Memory.Read(address, MemoryMarshal.AsBytes(data.AsSpan()));
        return data;
    }

    /// <summary>Launches with arguments placed at the parameters' offsets.</summary>
    public void Run(PtxEntry entry, (int X, int Y, int Z) grid, (int X, int Y, int Z) block, int dynamicShared, params object[] arguments)
    {
        var bytes = new byte[entry.ParameterBytes];
        Assert.Equal(entry.Parameters.Count, arguments.Length);
        for (var i = 0; i < arguments.Length; i++)
        {
            var at = bytes.AsSpan(entry.Parameters[i].Offset);
            switch (arguments[i])
            {
                case ulong value: MemoryMarshal.Write(at, value); break;
                case long value: MemoryMarshal.Write(at, value); break;
                case int value: MemoryMarshal.Write(at, value); break;
                case uint value: MemoryMarshal.Write(at, value); break;
                case float value: MemoryMarshal.Write(at, value); break;
                case double value: MemoryMarshal.Write(at, value); break;
                default: throw new ArgumentException($"no way to pass {arguments[i]}");
            }
        }

        Emulator.Launch(entry, grid, block, dynamicShared, bytes);
    }

    public void Run(PtxEntry entry, int groups, int threads, params object[] arguments) => Run(entry, (groups, 1, 1), (threads, 1, 1), 0, arguments);

    public void Dispose()
    {
        Emulator.Dispose();
        Memory.Dispose();
    }
}
