using ConvGpu.Ilgpu.Backends.Cpu;
using ConvGpu.Ilgpu.Backends.Lockstep;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Compiler.Tests.Cpu;

/// <summary>Runs a kernel written as IR text through lockstep and the CPU printer.</summary>
internal static unsafe class TextKernel
{
    /// <summary>The widths that this machine's instruction set allows.</summary>
    public static IEnumerable<int> Widths => new[] { 4, 8, 16 }.Where(lanes => lanes <= ConvGpu.Threading.VectorWidth.FloatLanes);

    /// <summary>Runs groups (0..groups-1, 0, 0). Arrays stay where they are for the call; numbers are passed as their bits.</summary>
    public static void Run(string text, (int X, int Y, int Z) group, int lanes, int groups, params object[] arguments)
    {
        var vector = LockstepPass.Run(IrParser.Parse(text), group, lanes);
        Verifier.Check(vector);
        Run(vector, lanes, groups, arguments);
    }

    /// <summary>Runs a vector function.</summary>
    public static void Run(Function vector, int lanes, int groups, params object[] arguments)
    {
        var code = CpuPrinter.Print(vector, lanes);
        var pins = new List<System.Runtime.InteropServices.GCHandle>();
        long* slots = stackalloc long[arguments.Length];
        long* frame = stackalloc long[CpuWriter.FrameEntries];
        using var scratch = new ConvGpu.Threading.AlignedMemory(code.ScratchBytes);
        long fault = 0;
        try
        {
            for (int i = 0; i < arguments.Length; i++)
                slots[i] = Slot(arguments[i], pins);
            for (int g = 0; g < groups; g++)
            {
                frame[0] = g;
                frame[1] = frame[2] = 0;
                frame[3] = groups;
                frame[4] = frame[5] = 1;
                frame[CpuWriter.FrameFault] = (long)&fault;
                code.Run((long)slots, (long)frame, scratch.Address);
            }
        }
        finally
        {
            foreach (var pin in pins)
                pin.Free();
        }
        if (fault != 0)
            throw new InvalidOperationException(KernelFaults.Describe((int)fault));
    }

    private static long Slot(object argument, List<System.Runtime.InteropServices.GCHandle> pins)
    {
        switch (argument)
        {
            case Array array:
                pins.Add(System.Runtime.InteropServices.GCHandle.Alloc(array, System.Runtime.InteropServices.GCHandleType.Pinned));
                return pins[^1].AddrOfPinnedObject();
            case float number:
                return BitConverter.SingleToInt32Bits(number);
            case double number:
                return BitConverter.DoubleToInt64Bits(number);
            default:
                return Convert.ToInt64(argument, System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
