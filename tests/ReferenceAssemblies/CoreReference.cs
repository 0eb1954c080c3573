using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text;

namespace ConvGpu.ReferenceAssemblies;

/// <summary>
/// Points an emitted assembly at System.Runtime. Reflection.Emit writes references to the implementation, System.Private.CoreLib,
/// which compilers do not see; the public facade has a shorter name and another key of equal length, so both are overwritten in place.
/// </summary>
internal static class CoreReference
{
    private const string Implementation = "System.Private.CoreLib";
    private const string Facade = "System.Runtime";

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
            byte[] padded = new byte[Implementation.Length];
            Encoding.UTF8.GetBytes(Facade).CopyTo(padded, 0);
            padded.CopyTo(image, name);
            byte[] key = Assembly.Load(Facade).GetName().GetPublicKey()!;
            int length = metadata.GetBlobReader(reference.PublicKeyOrToken).Length;
            if (key.Length != length)
                throw new InvalidOperationException($"The key of {Facade} has {key.Length} bytes, the reference holds {length}.");
            // ECMA-335 II.24.2.4: a blob of 128 bytes or more has a length prefix of two.
            int prefix = length < 128 ? 1 : 2;
            key.CopyTo(image, start + metadata.GetHeapMetadataOffset(HeapIndex.Blob) + metadata.GetHeapOffset(reference.PublicKeyOrToken) + prefix);
        }
        File.WriteAllBytes(path, image);
    }
}
