using System.Runtime.InteropServices;

namespace ConvGpu.Jpeg;

/// <summary>
/// libjpeg-turbo's TurboJPEG API, version 2 (https://libjpeg-turbo.org/Documentation/Documentation), which version 3 still has. The library
/// is looked for when the first JPEG file is read; CONVGPU_TURBOJPEG names it where it is somewhere else.
/// </summary>
internal sealed unsafe class TurboJpeg
{
    /// <summary>The environment variable that names the library.</summary>
    public const string Variable = "CONVGPU_TURBOJPEG";

    /// <summary>TJPF_RGBX, TJPF_GRAY and TJPF_CMYK: how pixels are laid out.</summary>
    public const int Rgbx = 2, Gray = 6, Cmyk = 11;

    /// <summary>TJCS_GRAY, TJCS_CMYK and TJCS_YCCK: how a file holds colours.</summary>
    public const int SpaceGray = 2, SpaceCmyk = 3, SpaceYcck = 4;

    /// <summary>TJSAMP_444, TJSAMP_GRAY and TJSAMP_420: how many colour values there are for each brightness.</summary>
    public const int Sampling444 = 0, SamplingGray = 3, Sampling420 = 2;

    /// <summary>TJFLAG_STOPONWARNING: what libjpeg warns of is a failure.</summary>
    public const int StopOnWarning = 8192;

    private static readonly Lazy<TurboJpeg> _instance = new(() => Load(Names()));
    private readonly delegate* unmanaged[Cdecl]<nint> _initDecompress, _initCompress;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _destroy;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, CULong, int*, int*, int*, int*, int> _header;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, CULong, byte*, int, int, int, int, int, int> _decompress;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, int, int, int, int, byte**, CULong*, int, int, int, int> _compress;
    private readonly delegate* unmanaged[Cdecl]<byte*, void> _free;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*> _error;

    private TurboJpeg(nint library)
    {
        _initDecompress = (delegate* unmanaged[Cdecl]<nint>)NativeLibrary.GetExport(library, "tjInitDecompress");
        _initCompress = (delegate* unmanaged[Cdecl]<nint>)NativeLibrary.GetExport(library, "tjInitCompress");
        _destroy = (delegate* unmanaged[Cdecl]<nint, int>)NativeLibrary.GetExport(library, "tjDestroy");
        _header = (delegate* unmanaged[Cdecl]<nint, byte*, CULong, int*, int*, int*, int*, int>)NativeLibrary.GetExport(library, "tjDecompressHeader3");
        _decompress = (delegate* unmanaged[Cdecl]<nint, byte*, CULong, byte*, int, int, int, int, int, int>)NativeLibrary.GetExport(library, "tjDecompress2");
        _compress = (delegate* unmanaged[Cdecl]<nint, byte*, int, int, int, int, byte**, CULong*, int, int, int, int>)NativeLibrary.GetExport(library, "tjCompress2");
        _free = (delegate* unmanaged[Cdecl]<byte*, void>)NativeLibrary.GetExport(library, "tjFree");
        _error = (delegate* unmanaged[Cdecl]<nint, byte*>)NativeLibrary.GetExport(library, "tjGetErrorStr2");
    }

    /// <summary>The library.</summary>
    /// <exception cref="FileFormatException">It is not installed, or another library has its name; the message says what to do.</exception>
    public static TurboJpeg Instance => _instance.Value;

    /// <summary>Why JPEG files cannot be read here; null where they can.</summary>
    public static string? Missing
    {
        get
        {
            try
            {
                _ = Instance;
                return null;
            }
            catch (FileFormatException e)
            {
                return e.Message;
            }
        }
    }

    /// <summary>Where the library is looked for, first to last.</summary>
    internal static IReadOnlyList<string> Names()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named) return [named];
        if (OperatingSystem.IsWindows()) return ["turbojpeg.dll", "libturbojpeg.dll", @"C:\libjpeg-turbo64\bin\turbojpeg.dll", @"C:\libjpeg-turbo-gcc64\bin\libturbojpeg.dll"];
        return OperatingSystem.IsMacOS()
            ? ["libturbojpeg.dylib", "libturbojpeg.0.dylib", "/opt/homebrew/opt/jpeg-turbo/lib/libturbojpeg.dylib", "/usr/local/opt/jpeg-turbo/lib/libturbojpeg.dylib"]
            : ["libturbojpeg.so.0", "libturbojpeg.so"];
    }

    /// <summary>Opens the first library of a list that is there.</summary>
    /// <exception cref="FileFormatException">None is.</exception>
    internal static nint Open(IReadOnlyList<string> names)
    {
        foreach (var name in names)
            if (NativeLibrary.TryLoad(name, out var library)) return library;
        throw new FileFormatException(
            $"JPEG files are read by libjpeg-turbo, which is not installed (looked for {string.Join(", ", names)}). Install it: Debian and Ubuntu 'apt install libturbojpeg0' " +
            "(on Ubuntu libturbojpeg), Fedora 'dnf install turbojpeg', macOS 'brew install jpeg-turbo', Windows the installer of " +
            $"https://libjpeg-turbo.org; or name the library by {Variable}. PNG files need no library.");
    }

    public nint NewDecoder() => _initDecompress();

    public nint NewEncoder() => _initCompress();

    public void Destroy(nint handle) => _ = _destroy(handle);

    /// <summary>What the last call with a handle failed of.</summary>
    public string Error(nint handle) => Marshal.PtrToStringUTF8((nint)_error(handle)) ?? "unknown";

    /// <summary>Sizes and colours of a file; false where it has none.</summary>
    public bool TryReadHeader(nint handle, ReadOnlySpan<byte> file, out int width, out int height, out int colourSpace)
    {
        (width, height, colourSpace) = (0, 0, 0);
        int w, h, sampling, space;
        fixed (byte* bytes = file)
        {
            if (_header(handle, bytes, new CULong((nuint)file.Length), &w, &h, &sampling, &space) != 0) return false;
        }
        (width, height, colourSpace) = (w, h, space);
        return true;
    }

    /// <summary>Decodes a file to sizes that are its own or an eighth, quarter or half of them, rounded up; false where it is damaged.</summary>
    public bool TryDecode(nint handle, ReadOnlySpan<byte> file, Span<byte> pixels, int width, int height, int format, int flags)
    {
        fixed (byte* bytes = file, target = pixels)
            return _decompress(handle, bytes, new CULong((nuint)file.Length), target, width, 0, height, format, flags) == 0;
    }

    /// <summary>Encodes pixels.</summary>
    public byte[]? TryEncode(nint handle, ReadOnlySpan<byte> pixels, int width, int height, int format, int sampling, int quality)
    {
        byte* file = null;
        CULong length = default;
        try
        {
            fixed (byte* source = pixels)
            {
                if (_compress(handle, source, width, 0, height, format, &file, &length, sampling, quality, 0) != 0) return null;
            }
            return new ReadOnlySpan<byte>(file, checked((int)length.Value)).ToArray();
        }
        finally
        {
            _free(file);
        }
    }

    /// <summary>Opens the first library of a list that is there.</summary>
    /// <exception cref="FileFormatException">None is, or it is another one.</exception>
    internal static TurboJpeg Load(IReadOnlyList<string> names)
    {
        var library = Open(names);
        try
        {
            return new(library);
        }
        catch (EntryPointNotFoundException e)
        {
            throw new FileFormatException(
                $"JPEG files are read by libjpeg-turbo's TurboJPEG, but what was found of {string.Join(", ", names)} lacks its functions: {e.Message} Name the library by {Variable}.", e);
        }
    }
}
