using Google.Protobuf;
using Google.Protobuf.Collections;

namespace ConvGpu.Onnx.Schema;

/// <summary>Tensors in the messages that hold them, where they are bytes of their own.</summary>
internal static class TensorMessages
{
    public static void Add(this RepeatedField<ByteString> tensors, TensorProto tensor) => tensors.Add(tensor.ToByteString());
}
