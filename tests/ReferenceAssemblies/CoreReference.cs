using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;

namespace ConvGpu.ReferenceAssemblies;

/// <summary>
/// Points an emitted assembly at System.Runtime. Reflection.Emit writes references to the implementation, System.Private.CoreLib,
/// which compilers do not see; the public facade has a shorter name and another key token, so both are overwritten in place.
/// </summary>
internal static class CoreReference
{
    private const string Implementation = "System.Private.CoreLib";
    private static readonly byte[] FacadeToken = [0xb0, 0x3f, 0x5f, 0x7f, 0x11, 0xd5, 0x0a, 0x3a];

    public static void Retarget(string path)
    {
        byte[] image = File.ReadAllBytes(path);
        using var reader = new PEReader(new MemoryStream(image));
        var metadata = reader.GetMetadataReader();
        int start = reader.PEHeaders.MetadataStartOffset;
        foreach (var handle in metadata.AssemblyReferences)
        {
            var reference = metadata.GetAssemblyReference(handle);
            if (metadata.GetString(reference.Name) != Implementation)
                continue;
            int name = start + metadata.GetHeapMetadataOffset(HeapIndex.String) + metadata.GetHeapOffset(reference.Name);
            byte[] facade = new byte[Implementation.Length];
            Encoding.UTF8.GetBytes("System.Runtime").CopyTo(facade, 0);
            facade.CopyTo(image, name);
            // A blob of eight bytes has a length prefix of one.
            int token = start + metadata.GetHeapMetadataOffset(HeapIndex.Blob) + metadata.GetHeapOffset(reference.PublicKeyOrToken) + 1;
            FacadeToken.CopyTo(image, token);
        }
        File.WriteAllBytes(path, image);
    }
}
