using System.Globalization;
using System.Numerics;
using System.Text;
using ConvGpu.Emulation.Checks;
using ConvGpu.Emulation.Memory;
using ConvGpu.Emulation.Parsing;

namespace ConvGpu.Emulation.Execution;

/// <summary>Reads of memory by functions that the driver provides.</summary>
internal abstract unsafe class SystemCallOperation : Operation
{
    protected static T Parameter<T>(Warp warp, int lane, long address)
        where T : unmanaged => *(T*)(warp.Local + (long)lane * warp.LocalStride + (address - AddressSpaces.LocalBase));

    protected byte Byte(Warp warp, int lane, ulong address) => *new Bytes1(this).At(warp, lane, address);

    protected ulong Read(Warp warp, int lane, ulong address, int bytes)
    {
        ulong value = 0;
        for (var i = 0; i < bytes; i++) value |= (ulong)Byte(warp, lane, address + (ulong)i) << (8 * i);
        return value;
    }

    protected string Text(Warp warp, int lane, ulong address)
    {
        var text = new StringBuilder();
        for (var c = Byte(warp, lane, address); c != 0; c = Byte(warp, lane, ++address)) text.Append((char)c);
        return text.ToString();
    }

    private sealed class Bytes1 : MemoryOperation
    {
        public Bytes1(Operation like)
            : base(new AddressSource(0, false, 0, StateSpace.Generic), 1, true)
        {
            (Line, Source) = (like.Line, like.Source);
        }

        public byte* At(Warp warp, int lane, ulong address) => Locate(warp, lane, address, StateSpace.Generic, AccessKind.Read);

        public override void Execute(Warp warp, uint mask)
        {
        }
    }
}

/// <summary>vprintf(format, arguments): C's conversions with arguments at their natural alignment.</summary>
internal sealed unsafe class PrintOperation(long format, long arguments, long result) : SystemCallOperation
{
    public override void Execute(Warp warp, uint mask)
    {
        for (; mask != 0; mask &= mask - 1)
        {
            var lane = BitOperations.TrailingZeroCount(mask);
            var text = Text(warp, lane, Parameter<ulong>(warp, lane, format));
            var count = 0;
            var printed = Format(warp, lane, text, Parameter<ulong>(warp, lane, arguments), ref count);
            warp.Group.Launch.Options.Print?.Invoke(printed);
            *(int*)(warp.Local + (long)lane * warp.LocalStride + (result - AddressSpaces.LocalBase)) = count;
        }
    }

    private string Format(Warp warp, int lane, string format, ulong at, ref int count)
    {
        var output = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%')
            {
                output.Append(format[i]);
                continue;
            }

            var start = ++i;
            while (i < format.Length && "-+ #0123456789.*".Contains(format[i])) i++;
            var flags = format[start..i];
            var length = 0;
            while (i < format.Length && format[i] is 'l' or 'h' or 'z' or 'j' or 't')
            {
                if (format[i] is 'l' or 'z' or 'j' or 't') length = 8;
                i++;
            }

            if (i == format.Length) break;
            if (format[i] == '%')
            {
                output.Append('%');
                continue;
            }

            var size = format[i] is 'f' or 'e' or 'g' or 'F' or 'E' or 'G' or 'a' or 's' or 'p' ? 8 : Math.Max(length, 4);
            at = (at + (ulong)size - 1) & ~(ulong)(size - 1);
            var bits = Read(warp, lane, at, size);
            at += (ulong)size;
            count++;
            output.Append(Pad(Value(warp, lane, format[i], flags, bits, size), flags));
        }

        return output.ToString();
    }

    private string Value(Warp warp, int lane, char conversion, string flags, ulong bits, int size)
    {
        var dot = flags.IndexOf('.');
        var precision = dot >= 0 && int.TryParse(flags.AsSpan(dot + 1), CultureInfo.InvariantCulture, out var digits) ? digits : 6;
        var number = BitConverter.UInt64BitsToDouble(bits);
        return conversion switch
        {
            'd' or 'i' => (size == 8 ? (long)bits : (int)bits).ToString(CultureInfo.InvariantCulture),
            'u' => bits.ToString(CultureInfo.InvariantCulture),
            'x' => bits.ToString("x", CultureInfo.InvariantCulture),
            'X' => bits.ToString("X", CultureInfo.InvariantCulture),
            'o' => Convert.ToString((long)bits, 8),
            'p' => "0x" + bits.ToString("x", CultureInfo.InvariantCulture),
            'c' => ((char)(byte)bits).ToString(),
            's' => Text(warp, lane, bits),
            'e' => number.ToString("0." + new string('0', precision) + "e+00", CultureInfo.InvariantCulture),
            'g' or 'G' => number.ToString("G" + Math.Max(precision, 1), CultureInfo.InvariantCulture),
            _ => number.ToString("F" + precision, CultureInfo.InvariantCulture),
        };
    }

    private static string Pad(string value, string flags)
    {
        var left = flags.Contains('-');
        var digits = flags.TrimStart('-', '+', ' ', '#', '0').Split('.')[0];
        if (!int.TryParse(digits, CultureInfo.InvariantCulture, out var width)) return value;
        var zero = flags.TrimStart('-', '+', ' ', '#').StartsWith('0') && !left;
        return left ? value.PadRight(width) : value.PadLeft(width, zero ? '0' : ' ');
    }
}

/// <summary>__assertfail(message, file, line, function, size of a character).</summary>
internal sealed class AssertFailOperation(long[] arguments) : SystemCallOperation
{
    public override void Execute(Warp warp, uint mask)
    {
        var lane = Warp.FirstLane(mask);
        string At(int argument) => Text(warp, lane, Parameter<ulong>(warp, lane, arguments[argument]));
        throw warp.Fault(this, lane, FaultKind.AssertFailed, $"{At(0)} at {At(1)}:{Parameter<uint>(warp, lane, arguments[2])} in {At(3)}");
    }
}
