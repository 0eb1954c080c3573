using System.Reflection;
using System.Text;
using ConvGpu.Ilgpu.Accelerators.Drivers;
using ILGPU.Runtime.Cuda;

namespace ConvGpu.Ilgpu.Accelerators.Cuda;

/// <summary>A program loaded on a device, from its PTX or from the cache on disk.</summary>
internal sealed unsafe class CudaModule : IDisposable
{
    private const string Extension = "ptx";
    private static readonly string CompilerVersion =
        typeof(CudaModule).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    private readonly CudaSession _session;
    private nint _handle;

    private CudaModule(CudaSession session, nint handle, bool fromCache)
    {
        _session = session;
        _handle = handle;
        FromCache = fromCache;
    }

    /// <summary>Whether the driver's compiler was spared.</summary>
    public bool FromCache { get; }

    /// <summary>Compiles and loads a program; what the driver's compiler says of a failure is in the exception.</summary>
    /// <param name="session">The context.</param>
    /// <param name="name">The kernel, for messages and files.</param>
    /// <param name="text">PTX.</param>
    /// <param name="cache">Compiled programs on disk.</param>
    /// <exception cref="CudaException">The driver refuses the program.</exception>
    public static CudaModule Load(CudaSession session, string name, string text, ProgramCache cache)
    {
        ProgramDump.WriteIfAsked(name, text, Extension);
        var device = session.Device;
        string key = ProgramCache.Key("ptx", device.Name, $"{device.Major}.{device.Minor}", $"{device.DriverVersion}", CompilerVersion, text);
        session.Enter();
        if (cache.TryRead(key) is { } binary)
        {
            if (LoadBinary(session, binary, out nint cached) == CudaError.CUDA_SUCCESS)
                return new CudaModule(session, cached, fromCache: true);
            cache.Remove(key);
        }
        byte[] compiled = Compile(session, name, text);
        session.Check(LoadBinary(session, compiled, out nint module), "cuModuleLoadDataEx");
        cache.TryWrite(key, compiled);
        return new CudaModule(session, module, fromCache: false);
    }

    /// <summary>A kernel of the program.</summary>
    public nint Function(string entryName)
    {
        fixed (byte* name = Encoding.ASCII.GetBytes(entryName + '\0'))
        {
            _session.Check(_session.Driver.ModuleGetFunction(out nint function, _handle, name), $"cuModuleGetFunction of {entryName}");
            return function;
        }
    }

    public void Dispose()
    {
        nint handle = Interlocked.Exchange(ref _handle, 0);
        if (handle == 0)
            return;
        _session.EnterToRelease();
        _ = _session.Driver.ModuleUnload(handle);
    }

    private static CudaError LoadBinary(CudaSession session, byte[] binary, out nint module)
    {
        fixed (byte* image = binary)
            return session.Driver.ModuleLoadDataEx(out module, image, 0, null, null);
    }

    // Through the linker, since it alone hands out what it made of the PTX.
    private static byte[] Compile(CudaSession session, string name, string text)
    {
        using var options = new CudaJitLog();
        byte[] source = Encoding.ASCII.GetBytes(text + '\0');
        var driver = session.Driver;
        session.Check(driver.LinkCreate(options.Count, options.Options, options.Values, out nint link), "cuLinkCreate");
        try
        {
            CudaError error;
            fixed (byte* data = source)
            fixed (byte* label = "kernel\0"u8)
                error = driver.LinkAddData(link, CudaJitInput.Ptx, data, (nuint)source.Length, label);
            void* program = null;
            nuint bytes = 0;
            if (error == CudaError.CUDA_SUCCESS)
                error = driver.LinkComplete(link, out program, out bytes);
            if (error == CudaError.CUDA_SUCCESS)
                return new ReadOnlySpan<byte>(program, checked((int)bytes)).ToArray();
            // A context that died says so; what else fails is the program's.
            if (CudaErrors.IsSticky(error))
                session.Check(error, "cuLinkAddData");
            throw new CudaException(error, $"Compiling kernel {name} for '{session.Device.Name}'", Explain(name, text, options.Text));
        }
        finally
        {
            _ = driver.LinkDestroy(link);
        }
    }

    private static string Explain(string name, string text, string log)
    {
        string? path = ProgramDump.WriteForError(name, text, Extension);
        return $"The driver's log: {(log.Length == 0 ? "(empty)" : log)}{(path is null ? "" : $"\nThe program: {path}")}";
    }
}
