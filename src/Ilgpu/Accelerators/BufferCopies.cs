using System.Runtime.InteropServices;

namespace ILGPU.Runtime;

/// <summary>Copies between buffers, whoever owns their memory.</summary>
internal static unsafe class BufferCopies
{
    public static void Copy(AcceleratorStream stream, MemoryBuffer source, long sourceOffset, MemoryBuffer target, long targetOffset, long bytes)
    {
        bool fromHost = source.IsHostMemory;
        if (target.IsHostMemory && fromHost)
            Buffer.MemoryCopy((byte*)source.HostAddress + sourceOffset, (byte*)target.HostAddress + targetOffset, bytes, bytes);
        else if (fromHost)
            target.CopyFromHost(stream, source.HostAddress + (nint)sourceOffset, targetOffset, bytes, blocking: true);
        else if (target.IsHostMemory)
            source.CopyToHost(stream, target.HostAddress + (nint)targetOffset, sourceOffset, bytes, blocking: true);
        else if (source.Accelerator == target.Accelerator)
            target.CopyFromBuffer(stream, source, sourceOffset, targetOffset, bytes);
        else
            CopyThroughHost(stream, source, sourceOffset, target, targetOffset, bytes);
    }

    private static void CopyThroughHost(
        AcceleratorStream stream, MemoryBuffer source, long sourceOffset, MemoryBuffer target, long targetOffset, long bytes)
    {
        void* staging = NativeMemory.Alloc((nuint)bytes);
        try
        {
            var reader = stream.Accelerator == source.Accelerator ? stream : source.Accelerator.DefaultStream;
            var writer = stream.Accelerator == target.Accelerator ? stream : target.Accelerator.DefaultStream;
            source.CopyToHost(reader, (nint)staging, sourceOffset, bytes, blocking: true);
            target.CopyFromHost(writer, (nint)staging, targetOffset, bytes, blocking: true);
        }
        finally
        {
            NativeMemory.Free(staging);
        }
    }
}
