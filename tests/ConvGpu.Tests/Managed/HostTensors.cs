using System.Runtime.InteropServices;
using ConvGpu.Kernels.Managed;
using ConvGpu.Threading;
using Xunit;

namespace ConvGpu.Tests.Managed;

/// <summary>An output in native memory with guards on both sides, filled with NaN so that what is not written shows.</summary>
internal sealed unsafe class HostTensor
{
    private const int Guard = 64;
    private readonly AlignedMemory _memory;
    private readonly int _length;

    public HostTensor(int length)
    {
        _length = length;
        _memory = new AlignedMemory((length + 2L * Guard) * sizeof(float));
        new Span<float>((void*)_memory.Address, length + 2 * Guard).Fill(float.NaN);
    }

    public float* Pointer => (float*)_memory.Address + Guard;

    public float[] ToArray()
    {
        var all = new ReadOnlySpan<float>((void*)_memory.Address, _length + 2 * Guard);
        for (var i = 0; i < Guard; i++)
            Assert.True(float.IsNaN(all[i]) && float.IsNaN(all[Guard + _length + i]), "wrote outside the output");
        return all.Slice(Guard, _length).ToArray();
    }

    public void Free() => _memory.Dispose();
}

/// <summary>Native memory for one call of a managed op: inputs that end where their memory ends (<see cref="GuardedMemory"/>), outputs with guards, workspace.</summary>
internal sealed unsafe class HostTensors : IDisposable
{
    private readonly List<GuardedMemory> _inputs = [];
    private readonly List<HostTensor> _outputs = [];
    private readonly AlignedMemory _scratch;

    public HostTensors(Workspace workspace = default)
    {
        _scratch = new AlignedMemory(workspace.Bytes);
        new Span<float>((void*)_scratch.Address, (int)(workspace.Bytes / sizeof(float))).Fill(float.NaN);
        Workers = workspace.Workers(workspace.Bytes);
    }

    public byte* Scratch => (byte*)_scratch.Address;

    public int Workers { get; }

    public float* Input(float[] values) => (float*)Copy(MemoryMarshal.AsBytes(values.AsSpan()));

    public int* Input(int[] values) => (int*)Copy(MemoryMarshal.AsBytes(values.AsSpan()));

    public HostTensor Output(int length)
    {
        _outputs.Add(new HostTensor(length));
        return _outputs[^1];
    }

    public void Dispose()
    {
        foreach (var input in _inputs) input.Dispose();
        foreach (var output in _outputs) output.Free();
        _scratch.Dispose();
    }

    private void* Copy(ReadOnlySpan<byte> bytes)
    {
        _inputs.Add(new GuardedMemory(bytes.Length));
        bytes.CopyTo(new Span<byte>(_inputs[^1].Pointer, bytes.Length));
        return _inputs[^1].Pointer;
    }
}
