using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Compiler.Tests.Passes;

internal sealed partial class RandomIr
{
    private const int TileBytes = 128;

    private readonly bool _bursts;
    private readonly Instruction? _tile;

    /// <summary>Loads and stores around one or two variable places of the tile, some of them side by side, in any order.</summary>
    private void Burst()
    {
        Value[] places = [Place(), Place()];
        int start = _random.Next(3), count = _random.Next(3, 12);
        bool store = _random.Next(2) == 0;
        for (int i = 0; i < count; i++)
        {
            // Mostly ascending neighbours, so that runs occur; else anything.
            int element = _random.Next(4) > 0 ? (start + i) % 8 : _random.Next(8);
            var pointer = _build.PtrAdd(places[_random.Next(6) == 0 ? 1 : 0], _function.Int(0), 1, element * 4);
            bool isFloat = _random.Next(4) == 0;
            if (_random.Next(6) == 0 ? !store : store)
                // Read back as an integer: no NaN, whose bits are not specified.
                _build.Store(pointer, isFloat ? _build.Convert(Opcode.SToF, Integer(0), IrType.F32) : Integer(0));
            else
                _build.Store(Pick(isFloat ? _floats : _integers), _build.Load(pointer, isFloat ? IrType.F32 : IrType.I32));
        }
    }

    private Instruction Place()
    {
        int scale = 4 << _random.Next(3);
        return _build.PtrAdd(_tile!, _build.Binary(Opcode.And, Integer(1), _function.Int(3)), scale, _random.Next(2) * 16);
    }
}
