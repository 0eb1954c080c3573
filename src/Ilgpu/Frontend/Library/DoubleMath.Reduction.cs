namespace ConvGpu.Ilgpu.Library;

internal static partial class DoubleMath
{
    /// <summary>x minus the nearest multiple of pi/2; the multiple's lowest bits.</summary>
    private static double Reduce(double x, out int quadrant)
    {
        if (Math.Abs(x) > 1048576)
            return ReduceLarge(x, out quadrant);
        double k = Math.Round(x * 0.6366197723675814);
        quadrant = (int)k;
        // The first difference is exact: both terms are multiples of 2^-52 and it is below 1.
        double r = Fma(k, -1.5707963267948966, x);
        r = Fma(k, -6.123233995736766e-17, r);
        // Without a multiple x stays as it is, -0 too.
        return k == 0 ? x : Fma(k, 1.4973849048591698e-33, r);
    }

    /// <summary>
    /// After Payne and Hanek: the mantissa times those 192 bits of 2/pi that matter. Bits above weigh multiples of four quarter turns.
    /// </summary>
    private static double ReduceLarge(double x, out int quadrant)
    {
        long bits = ToBits(x);
        int exponent = (int)((bits >> 52) & 0x7ff) - 1075, first = exponent - 2;
        ulong mantissa = ((ulong)bits & 0xfffffffffffff) | 0x10000000000000;
        ulong w0 = Window(first), w1 = Window(first + 64), w2 = Window(first + 128);
        ulong middle = mantissa * w1, low = HighProduct(mantissa, w2);
        ulong high = mantissa * w0 + HighProduct(mantissa, w1);
        middle += low;
        if (middle < low)
            high++;
        quadrant = (int)((high + (1ul << 61)) >> 62);
        ulong upper = (high << 2) | (middle >> 62), lower = middle << 2;
        bool negative = (long)upper < 0;
        if (negative)
        {
            lower = ~lower + 1;
            upper = ~upper + (lower == 0 ? 1ul : 0);
        }
        // 2^-64 * pi/2; the lower word matters only where the upper is small, and then the upper is exact
        double r = (upper + lower * 5.421010862427522e-20) * 8.515303950216386e-20;
        if (negative != bits < 0)
            r = -r;
        if (bits < 0)
            quadrant = -quadrant;
        return (bits & 0x7ff0000000000000) == 0x7ff0000000000000 ? double.NaN : r;
    }

    private static ulong HighProduct(ulong a, ulong b)
    {
        ulong al = a & 0xffffffff, ah = a >> 32, bl = b & 0xffffffff, bh = b >> 32;
        ulong cross = ah * bl + (al * bl >> 32);
        return ah * bh + (cross >> 32) + ((cross & 0xffffffff) + al * bh >> 32);
    }

    /// <summary>64 bits of 2/pi behind the given one.</summary>
    private static ulong Window(int bit)
    {
        int word = bit >> 6, shift = bit & 63;
        ulong high = Word(word), low = Word(word + 1);
        return shift == 0 ? high : (high << shift) | (low >> (64 - shift));
    }

    private static ulong Word(int index) => index switch
    {
        0 => 0xa2f9836e4e441529,
        1 => 0xfc2757d1f534ddc0,
        2 => 0xdb6295993c439041,
        3 => 0xfe5163abdebbc561,
        4 => 0xb7246e3a424dd2e0,
        5 => 0x06492eea09d1921c,
        6 => 0xfe1deb1cb129a73e,
        7 => 0xe88235f52ebb4484,
        8 => 0xe99c7026b45f7e41,
        9 => 0x3991d639835339f4,
        10 => 0x9c845f8bbdf9283b,
        11 => 0x1ff897ffde05980f,
        12 => 0xef2f118b5a0a6d1f,
        13 => 0x6d367ecf27cb09b7,
        14 => 0x4f463f669e5fea2d,
        15 => 0x7527bac7ebe5f17b,
        16 => 0x3d0739f78a5292ea,
        17 => 0x6bfb5fb11f8d5d08,
        18 => 0x56033046fc7b6bab,
        19 => 0xf0cfbc209af4361d,
        _ => 0,
    };
}
