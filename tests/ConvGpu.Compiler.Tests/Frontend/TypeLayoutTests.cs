using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ConvGpu.Ilgpu.Frontend;
using ConvGpu.Ilgpu.IR;
using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu.Compiler.Tests.Frontend;

/// <summary>Layouts of argument and element types.</summary>
public class TypeLayoutTests
{
#pragma warning disable CS0649 // only the layout matters
    private struct Mixed
    {
        public byte A;
        public double B;
        public short C;
    }

    private struct WithView
    {
        public int A;
        public ArrayView<float> View;
        public byte B;
        public Mixed Inner;
    }

    [StructLayout(LayoutKind.Explicit, Size = 24)]
    private struct Union
    {
        [FieldOffset(4)]
        public int Bits;
        [FieldOffset(4)]
        public float Single;
        [FieldOffset(16)]
        public long Last;
    }

    private unsafe struct Buffer
    {
        public byte Head;
        public fixed short Items[3];
    }

    private struct Holder
    {
        public string Text;
    }
#pragma warning restore CS0649

    private static string Describe(Type type)
    {
        var layout = TypeLayout.Of(type);
        return $"{layout.Size}/{layout.Alignment}: {string.Join(" ", layout.Leaves.Select(leaf => $"{leaf.Type}@{leaf.Offset}"))}";
    }

    [Theory]
    [InlineData(typeof(bool), "1/1: i1@0")]
    [InlineData(typeof(char), "2/2: i16@0")]
    [InlineData(typeof(DayOfWeek), "4/4: i32@0")]
    [InlineData(typeof(nint), "8/8: i64@0")]
    [InlineData(typeof(Mixed), "24/8: i8@0 f64@8 i16@16")]
    [InlineData(typeof(Union), "24/8: i32@4 f32@4 i64@16")]
    [InlineData(typeof(Buffer), "8/2: i8@0 i16@2 i16@4 i16@6")]
    [InlineData(typeof(ArrayView<int>), "16/8: ptr.global@0 i64@8")]
    [InlineData(typeof(WithView), "56/8: i32@0 ptr.global@8 i64@16 i8@24 i8@32 f64@40 i16@48")]
    [InlineData(typeof(Stride1D.Dense), "1/1: ")]
    public void LeavesLieWhereDotNetPutsThem(Type type, string expected) => Assert.Equal(expected, Describe(type));

    [Fact]
    public void ViewsNameTheirPlaceInTheManagedStruct()
    {
        var leaves = TypeLayout.Of(typeof(WithView)).Leaves;
        Assert.Equal([LeafKind.ViewPointer, LeafKind.ViewLength], leaves.Where(leaf => leaf.Kind != LeafKind.Scalar).Select(leaf => leaf.Kind));
        Assert.Equal(leaves[1].ManagedOffset, leaves[2].ManagedOffset);
        var value = new WithView { A = 0x1234567, B = 77 };
        Assert.Equal(IrType.I32, leaves[0].Type);
        ref byte start = ref Unsafe.As<WithView, byte>(ref value);
        Assert.Equal(0x1234567, Unsafe.ReadUnaligned<int>(ref Unsafe.Add(ref start, leaves[0].ManagedOffset)));
        Assert.Equal(77, Unsafe.Add(ref start, leaves[3].ManagedOffset));
    }

    [Theory]
    [InlineData(typeof(string), "CG0001")]
    [InlineData(typeof(Holder), "CG0001")]
    [InlineData(typeof(Span<int>), "CG0007")]
    public void ReferencesAreRefused(Type type, string id) =>
        Assert.Equal(id, Assert.Throws<KernelCompilationException>(() => TypeLayout.Of(type)).Refusal.Id);
}
