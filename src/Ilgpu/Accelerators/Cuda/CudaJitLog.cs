using System.Runtime.InteropServices;
using System.Text;

namespace ConvGpu.Ilgpu.Accelerators.Cuda;

/// <summary>Options of the driver's compiler that have it write down what it finds. They must live until the compilation has ended.</summary>
internal sealed unsafe class CudaJitLog : IDisposable
{
    private const int LogBytes = 32 << 10;

    private static readonly CudaJitOption[] Kinds =
        [CudaJitOption.ErrorLogBuffer, CudaJitOption.ErrorLogBufferSize, CudaJitOption.InfoLogBuffer, CudaJitOption.InfoLogBufferSize];

    private readonly byte* _errors;
    private readonly byte* _notes;

    public CudaJitLog()
    {
        // One block: both logs, the values (8 bytes each), the option codes (4 bytes each).
        _errors = (byte*)NativeMemory.AllocZeroed((nuint)(2 * LogBytes + Kinds.Length * (sizeof(void*) + sizeof(CudaJitOption))));
        _notes = _errors + LogBytes;
        Values = (void**)(_notes + LogBytes);
        Options = (CudaJitOption*)(Values + Kinds.Length);
        for (int i = 0; i < Kinds.Length; i++)
            Options[i] = Kinds[i];
        Values[0] = _errors;
        Values[2] = _notes;
        Values[1] = Values[3] = (void*)LogBytes;
    }

    public uint Count => (uint)Kinds.Length;

    public CudaJitOption* Options { get; }

    public void** Values { get; }

    /// <summary>Errors, then notes.</summary>
    public string Text => string.Join('\n', new[] { Read(_errors), Read(_notes) }.Where(part => part.Length > 0));

    public void Dispose() => NativeMemory.Free(_errors);

    private static string Read(byte* log) => Encoding.UTF8.GetString(new ReadOnlySpan<byte>(log, LogBytes)).Split('\0')[0].Trim();
}
