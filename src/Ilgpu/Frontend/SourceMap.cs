using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Runtime.CompilerServices;

namespace ConvGpu.Ilgpu.Frontend;

/// <summary>Where the IL offsets of a method come from, read from the portable PDB beside or inside its assembly.</summary>
internal sealed class SourceMap
{
    private static readonly ConditionalWeakTable<Module, StrongBox<MetadataReader?>> Readers = [];

    private readonly List<(int Offset, string File, int Line)> _points = [];

    private SourceMap()
    {
    }

    /// <summary>The map of a method; empty where there is no PDB.</summary>
    public static SourceMap Of(MethodBase method)
    {
        var map = new SourceMap();
        if (Readers.GetValue(method.Module, module => new(Open(module))).Value is not { } reader)
            return map;
        try
        {
            map.Fill(reader, MetadataTokens.MethodDefinitionHandle(method.MetadataToken & 0xffffff));
        }
        catch (BadImageFormatException)
        {
            map._points.Clear();
        }
        return map;
    }

    /// <summary>File and line of an IL offset.</summary>
    public (string? File, int Line) Find(int offset)
    {
        (string?, int) found = (null, 0);
        foreach (var point in _points)
        {
            if (point.Offset > offset)
                break;
            found = (point.File, point.Line);
        }
        return found;
    }

    private void Fill(MetadataReader reader, MethodDefinitionHandle method)
    {
        if (MetadataTokens.GetRowNumber(method) > reader.MethodDebugInformation.Count)
            return;
        var information = reader.GetMethodDebugInformation(method);
        if (information.SequencePointsBlob.IsNil)
            return;
        string? file = null;
        var document = default(DocumentHandle);
        foreach (var point in information.GetSequencePoints())
        {
            if (point.IsHidden)
                continue;
            if (file is null || point.Document != document)
            {
                document = point.Document;
                file = Path.GetFileName(reader.GetString(reader.GetDocument(document).Name));
            }
            _points.Add((point.Offset, file, point.StartLine));
        }
    }

    private static MetadataReader? Open(Module module)
    {
        try
        {
            string location = module.Assembly.IsDynamic ? "" : module.Assembly.Location;
            if (location.Length == 0)
                return null;
            using var image = new PEReader(File.OpenRead(location));
            return image.TryOpenAssociatedPortablePdb(location, OpenIfThere, out var provider, out _) ? provider!.GetMetadataReader() : null;
        }
        catch (Exception error) when (error is IOException or BadImageFormatException or UnauthorizedAccessException)
        {
            return null; // without a PDB, places are IL offsets
        }
    }

    private static Stream? OpenIfThere(string path) => File.Exists(path) ? new MemoryStream(File.ReadAllBytes(path)) : null;
}
