using ConvGpu.Emulation.Execution;

namespace ConvGpu.Emulation.Decoding;

/// <summary>Functions the driver provides.</summary>
internal static class SystemCalls
{
    private static readonly Dictionary<string, Func<VariableSymbol[], VariableSymbol[], Operation>> Table = new()
    {
        ["vprintf"] = (arguments, results) => new PrintOperation(arguments[0].Address, arguments[1].Address, results[0].Address),
        ["__assertfail"] = (arguments, _) => new AssertFailOperation(arguments.Select(argument => argument.Address).ToArray()),
    };

    public static Func<VariableSymbol[], VariableSymbol[], Operation>? Find(string name) => Table.GetValueOrDefault(name);
}
