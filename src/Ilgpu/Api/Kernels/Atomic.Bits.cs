namespace ILGPU;

public static partial class Atomic
{
    /// <summary>Keeps the larger value and gives the value before.</summary>
    public static int Max(ref int target, int value)
    {
        int before = target;
        while (true)
        {
            int seen = Interlocked.CompareExchange(ref target, Math.Max(before, value), before);
            if (seen == before)
                return before;
            before = seen;
        }
    }

    /// <summary>Keeps the larger value and gives the value before.</summary>
    public static long Max(ref long target, long value)
    {
        long before = target;
        while (true)
        {
            long seen = Interlocked.CompareExchange(ref target, Math.Max(before, value), before);
            if (seen == before)
                return before;
            before = seen;
        }
    }

    /// <summary>Keeps the larger value and gives the value before.</summary>
    public static uint Max(ref uint target, uint value)
    {
        uint before = target;
        while (true)
        {
            uint seen = Interlocked.CompareExchange(ref target, Math.Max(before, value), before);
            if (seen == before)
                return before;
            before = seen;
        }
    }

    /// <summary>Keeps the larger value and gives the value before.</summary>
    public static ulong Max(ref ulong target, ulong value)
    {
        ulong before = target;
        while (true)
        {
            ulong seen = Interlocked.CompareExchange(ref target, Math.Max(before, value), before);
            if (seen == before)
                return before;
            before = seen;
        }
    }

    /// <summary>Keeps the larger value and gives the value before.</summary>
    public static float Max(ref float target, float value)
    {
        float before = target;
        while (true)
        {
            float seen = CompareExchange(ref target, before, Math.Max(before, value));
            if (BitConverter.SingleToInt32Bits(seen) == BitConverter.SingleToInt32Bits(before))
                return before;
            before = seen;
        }
    }

    /// <summary>Keeps the larger value and gives the value before.</summary>
    public static double Max(ref double target, double value)
    {
        double before = target;
        while (true)
        {
            double seen = CompareExchange(ref target, before, Math.Max(before, value));
            if (BitConverter.DoubleToInt64Bits(seen) == BitConverter.DoubleToInt64Bits(before))
                return before;
            before = seen;
        }
    }

    /// <summary>Keeps the smaller value and gives the value before.</summary>
    public static int Min(ref int target, int value)
    {
        int before = target;
        while (true)
        {
            int seen = Interlocked.CompareExchange(ref target, Math.Min(before, value), before);
            if (seen == before)
                return before;
            before = seen;
        }
    }

    /// <summary>Keeps the smaller value and gives the value before.</summary>
    public static long Min(ref long target, long value)
    {
        long before = target;
        while (true)
        {
            long seen = Interlocked.CompareExchange(ref target, Math.Min(before, value), before);
            if (seen == before)
                return before;
            before = seen;
        }
    }

    /// <summary>Keeps the smaller value and gives the value before.</summary>
    public static uint Min(ref uint target, uint value)
    {
        uint before = target;
        while (true)
        {
            uint seen = Interlocked.CompareExchange(ref target, Math.Min(before, value), before);
            if (seen == before)
                return before;
            before = seen;
        }
    }

    /// <summary>Keeps the smaller value and gives the value before.</summary>
    public static ulong Min(ref ulong target, ulong value)
    {
        ulong before = target;
        while (true)
        {
            ulong seen = Interlocked.CompareExchange(ref target, Math.Min(before, value), before);
            if (seen == before)
                return before;
            before = seen;
        }
    }

    /// <summary>Keeps the smaller value and gives the value before.</summary>
    public static float Min(ref float target, float value)
    {
        float before = target;
        while (true)
        {
            float seen = CompareExchange(ref target, before, Math.Min(before, value));
            if (BitConverter.SingleToInt32Bits(seen) == BitConverter.SingleToInt32Bits(before))
                return before;
            before = seen;
        }
    }

    /// <summary>Keeps the smaller value and gives the value before.</summary>
    public static double Min(ref double target, double value)
    {
        double before = target;
        while (true)
        {
            double seen = CompareExchange(ref target, before, Math.Min(before, value));
            if (BitConverter.DoubleToInt64Bits(seen) == BitConverter.DoubleToInt64Bits(before))
                return before;
            before = seen;
        }
    }

    /// <summary>Keeps the bits that are set in both and gives the value before.</summary>
    public static int And(ref int target, int value) => Interlocked.And(ref target, value);

    /// <summary>Keeps the bits that are set in both and gives the value before.</summary>
    public static long And(ref long target, long value) => Interlocked.And(ref target, value);

    /// <summary>Keeps the bits that are set in both and gives the value before.</summary>
    public static uint And(ref uint target, uint value) => Interlocked.And(ref target, value);

    /// <summary>Keeps the bits that are set in both and gives the value before.</summary>
    public static ulong And(ref ulong target, ulong value) => Interlocked.And(ref target, value);

    /// <summary>Keeps the bits that are set in either and gives the value before.</summary>
    public static int Or(ref int target, int value) => Interlocked.Or(ref target, value);

    /// <summary>Keeps the bits that are set in either and gives the value before.</summary>
    public static long Or(ref long target, long value) => Interlocked.Or(ref target, value);

    /// <summary>Keeps the bits that are set in either and gives the value before.</summary>
    public static uint Or(ref uint target, uint value) => Interlocked.Or(ref target, value);

    /// <summary>Keeps the bits that are set in either and gives the value before.</summary>
    public static ulong Or(ref ulong target, ulong value) => Interlocked.Or(ref target, value);

    /// <summary>Keeps the bits that are set in one of both and gives the value before.</summary>
    public static int Xor(ref int target, int value)
    {
        int before = target;
        while (true)
        {
            int seen = Interlocked.CompareExchange(ref target, before ^ value, before);
            if (seen == before)
                return before;
            before = seen;
        }
    }

    /// <summary>Keeps the bits that are set in one of both and gives the value before.</summary>
    public static long Xor(ref long target, long value)
    {
        long before = target;
        while (true)
        {
            long seen = Interlocked.CompareExchange(ref target, before ^ value, before);
            if (seen == before)
                return before;
            before = seen;
        }
    }

    /// <summary>Keeps the bits that are set in one of both and gives the value before.</summary>
    public static uint Xor(ref uint target, uint value)
    {
        uint before = target;
        while (true)
        {
            uint seen = Interlocked.CompareExchange(ref target, before ^ value, before);
            if (seen == before)
                return before;
            before = seen;
        }
    }

    /// <summary>Keeps the bits that are set in one of both and gives the value before.</summary>
    public static ulong Xor(ref ulong target, ulong value)
    {
        ulong before = target;
        while (true)
        {
            ulong seen = Interlocked.CompareExchange(ref target, before ^ value, before);
            if (seen == before)
                return before;
            before = seen;
        }
    }
}
