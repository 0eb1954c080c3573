using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace ConvGpu.Emulation.Tests;

/// <summary>Runs one instruction on arrays of operands: %a, %b and %c are loaded, %d is stored.</summary>
internal static class Lanes
{
    /// <summary>The text of a module whose entry k does the body for element tid of its operands.</summary>
    public static string Module(string body, string target = "sm_90", string version = "8.4", int resultBytes = 4, params int[] operandBytes)
    {
        var text = new StringBuilder();
        text.AppendLine($".version {version}").AppendLine($".target {target}").AppendLine(".address_size 64");
        text.Append(".visible .entry k(.param .u64 pd, .param .u32 pn");
        for (var i = 0; i < operandBytes.Length; i++) text.Append($", .param .u64 p{"abc"[i]}");
        text.AppendLine(")").AppendLine("{");
        text.AppendLine(".reg .pred %p<9>; .reg .b16 %h<9>; .reg .b32 %r<9>; .reg .b64 %q<9>; .reg .u64 %base, %at; .reg .u32 %i, %n, %lane;");
        text.AppendLine($".reg .b{resultBytes * 8} %d;");
        for (var i = 0; i < operandBytes.Length; i++) text.AppendLine($".reg .b{operandBytes[i] * 8} %{"abc"[i]};");
        text.AppendLine("mov.u32 %lane, %tid.x; mov.u32 %i, %ctaid.x; mad.lo.u32 %i, %i, 64, %lane; ld.param.u32 %n, [pn];");
        text.AppendLine("setp.ge.u32 %p0, %i, %n; @%p0 exit;");
        for (var i = 0; i < operandBytes.Length; i++)
        {
            text.AppendLine($"ld.param.u64 %base, [p{"abc"[i]}]; mad.wide.u32 %at, %i, {operandBytes[i]}, %base;");
            text.AppendLine($"ld.global.b{operandBytes[i] * 8} %{"abc"[i]}, [%at];");
        }

        text.AppendLine(body);
        text.AppendLine($"ld.param.u64 %base, [pd]; mad.wide.u32 %at, %i, {resultBytes}, %base; st.global.b{resultBytes * 8} [%at], %d;");
        return text.AppendLine("ret;").AppendLine("}").ToString();
    }

    public static TD[] Run<TD, TA>(string body, TA[] a)
        where TD : unmanaged
        where TA : unmanaged => Run<TD, TA, TA, TA>(body, a, null, null);

    public static TD[] Run<TD, TA, TB>(string body, TA[] a, TB[] b)
        where TD : unmanaged
        where TA : unmanaged
        where TB : unmanaged => Run<TD, TA, TB, TB>(body, a, b, null);

    public static TD[] Run<TD, TA, TB, TC>(string body, TA[] a, TB[]? b, TC[]? c)
        where TD : unmanaged
        where TA : unmanaged
        where TB : unmanaged
        where TC : unmanaged
    {
        using var device = new Device();
        var sizes = new List<int> { Unsafe.SizeOf<TA>() };
        var result = device.Upload(new TD[a.Length]);
        var arguments = new List<object> { result, a.Length, device.Upload(a) };
        if (b is not null)
        {
            sizes.Add(Unsafe.SizeOf<TB>());
            arguments.Add(device.Upload(b));
        }

        if (c is not null)
        {
            sizes.Add(Unsafe.SizeOf<TC>());
            arguments.Add(device.Upload(c));
        }

        var module = PtxModule.Parse(Module(body, resultBytes: Unsafe.SizeOf<TD>(), operandBytes: sizes.ToArray()));
        device.Run(module.Entries["k"], (a.Length + 63) / 64, 64, arguments.ToArray());
        return device.Download<TD>(result, a.Length);
    }

    /// <summary>Every pair of the values.</summary>
    public static (T[] A, T[] B) Pairs<T>(T[] values) =>
        (values.SelectMany(value => Enumerable.Repeat(value, values.Length)).ToArray(), Enumerable.Repeat(values, values.Length).SelectMany(v => v).ToArray());
}
