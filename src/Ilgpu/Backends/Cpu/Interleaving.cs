using System.Reflection.Emit;
using System.Runtime.Intrinsics.X86;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>
/// IL that reads s consecutive vectors and sorts their elements so that vector j gets elements j, j + s, j + 2s, ..., or writes vectors so
/// sorted. The index vectors of the permutations are variables set at the start of the method.
/// </summary>
internal sealed class Interleaving(CpuWriter writer)
{
    private readonly Dictionary<string, LocalBuilder> _indices = [];
    private readonly Dictionary<(Type, int), LocalBuilder> _temporaries = [];

    private ILGenerator Il => writer.Il;
    private VectorApi Api => writer.Api;
    private int Lanes => Api.Lanes;

    /// <summary>Sets the index vectors that the accesses of this kind and stride use; once, at the start of the method.</summary>
    public void Prepare(Opcode access, int stride)
    {
        bool gather = access == Opcode.Gather;
        foreach (int[] index in stride == 4 ? gather ? Quads() : Pairs() : gather ? Apart(stride) : Together(stride))
            IndexVector(index, prepare: true);
    }

    /// <summary>Leaves the result of gather j of the group in a variable.</summary>
    public LocalBuilder[] Read(IReadOnlyList<Instruction> group)
    {
        int stride = group.Count;
        var element = VectorApi.Element(group[0].Type.Kind);
        var inputs = Temporaries(element, stride, 0);
        for (int i = 0; i < stride; i++)
        {
            PushAddress(group[0], i);
            Il.Emit(OpCodes.Call, Api.Find("Load", element, element.MakePointerType()));
            Il.Emit(OpCodes.Stloc, inputs[i]);
        }
        return stride == 4 ? FourToFour(element, inputs, Quads()) : Chain(element, inputs, Apart(stride));
    }

    /// <summary>Writes the values of all scatters of the group.</summary>
    public void Write(IReadOnlyList<Instruction> group)
    {
        int stride = group.Count;
        var element = VectorApi.Element(group[0].Operands[3].Type.Kind);
        var inputs = Temporaries(element, stride, 0);
        for (int i = 0; i < stride; i++)
        {
            writer.Push(group[i].Operands[3]);
            Il.Emit(OpCodes.Stloc, inputs[i]);
        }
        var results = stride == 4 ? FourToFour(element, inputs, Pairs()) : Chain(element, inputs, Together(stride));
        for (int i = 0; i < stride; i++)
        {
            Il.Emit(OpCodes.Ldloc, results[i]);
            PushAddress(group[0], i);
            Il.Emit(OpCodes.Call, Api.Find("Store", element, Api.Vector(element), element.MakePointerType()));
        }
    }

    private void PushAddress(Instruction access, int vector)
    {
        writer.Push(access.Operands[0]);
        long offset = access.Immediate2 + (long)vector * Lanes * 4;
        if (offset == 0)
            return;
        writer.PushLong(offset);
        Il.Emit(OpCodes.Add);
    }

    /// <summary>Four vectors sorted in two rounds: first and second, third and fourth to two vectors each; then those crosswise.</summary>
    private LocalBuilder[] FourToFour(Type element, LocalBuilder[] inputs, int[][] index)
    {
        var (halves, results) = (Temporaries(element, 4, 4), Temporaries(element, 4, 8));
        for (int i = 0; i < 4; i++)
            Permute(element, inputs[i / 2 * 2], inputs[i / 2 * 2 + 1], index[i % 2], halves[i]);
        for (int j = 0; j < 4; j++)
            Permute(element, halves[j / 2], halves[2 + j / 2], index[2 + j % 2], results[j]);
        return results;
    }

    /// <summary>Each result takes its lanes from the first two inputs, then what is missing from one further input after the other.</summary>
    private LocalBuilder[] Chain(Type element, LocalBuilder[] inputs, int[][] index)
    {
        int stride = inputs.Length;
        var results = Temporaries(element, stride, stride * 2);
        for (int j = 0; j < stride; j++)
            for (int step = 1; step < stride; step++)
                Permute(element, step == 1 ? inputs[0] : results[j], inputs[step], index[j * (stride - 1) + step - 1], results[j]);
        return results;
    }

    private int[] Each(Func<int, int> lane) => [.. Enumerable.Range(0, Lanes).Select(lane)];

    /// <summary>Two vectors to halves with elements 0, 4, 8, ... and 1, 5, 9, ...; likewise for 2 and 3; low halves; high halves.</summary>
    private int[][] Quads()
    {
        int half = Lanes / 2;
        int[] Halves(Func<int, int> low, Func<int, int> high) => Each(l => l < half ? low(l) : high(l - half));
        return
        [
            Halves(l => l * 4, l => l * 4 + 1), Halves(l => l * 4 + 2, l => l * 4 + 3),
            Halves(l => l, l => Lanes + l), Halves(l => half + l, l => Lanes + half + l),
        ];
    }

    /// <summary>The lanes of two vectors in turn, of the low and of the high halves; then pairs of lanes in turn likewise.</summary>
    private int[][] Pairs()
    {
        int half = Lanes / 2;
        int Single(int l) => l / 2 + l % 2 * Lanes;
        int Pair(int l) => l / 4 * 2 + l % 2 + l / 2 % 2 * Lanes;
        return [Each(Single), Each(l => half + Single(l)), Each(Pair), Each(l => half + Pair(l))];
    }

    /// <summary>For <see cref="Chain"/>: result j gets elements j, j + s, ... of the inputs one after the other.</summary>
    private int[][] Apart(int stride) => Chains(stride, (j, l) => ((l * stride + j) / Lanes, (l * stride + j) % Lanes));

    /// <summary>For <see cref="Chain"/>: element e of the results one after the other is lane e / s of input e % s.</summary>
    private int[][] Together(int stride) => Chains(stride, (j, l) => ((j * Lanes + l) % stride, (j * Lanes + l) / stride));

    /// <summary>For each result and each input after the first: what is right already stays, what lies in that input is taken.</summary>
    private int[][] Chains(int stride, Func<int, int, (int Input, int Lane)> source)
    {
        var result = new List<int[]>();
        for (int j = 0; j < stride; j++)
            for (int step = 1; step < stride; step++)
                result.Add(Each(l => source(j, l) is var (input, lane) && input == step ? Lanes + lane : step == 1 && input == 0 ? lane : l));
        return [.. result];
    }

    /// <summary>Lanes of two vectors: 0..Lanes-1 of the first, then of the second.</summary>
    private void Permute(Type element, LocalBuilder a, LocalBuilder b, int[] index, LocalBuilder result)
    {
        if (Lanes == 16 && Avx512F.IsSupported)
        {
            Il.Emit(OpCodes.Ldloc, a);
            IndexVector(index);
            Il.Emit(OpCodes.Ldloc, b);
            var vector = Api.Vector(element);
            Il.Emit(OpCodes.Call, typeof(Avx512F).GetMethod(nameof(Avx512F.PermuteVar16x32x2), [vector, Api.Int, vector])!);
        }
        else
        {
            PushConstant([.. index.Select(i => i < Lanes ? -1 : 0)]);
            if (element != typeof(int))
                Il.Emit(OpCodes.Call, Api.Operation("AsSingle", typeof(int), 1));
            foreach (var source in new[] { a, b })
            {
                Il.Emit(OpCodes.Ldloc, source);
                PushConstant([.. index.Select(i => i % Lanes)]);
                Il.Emit(OpCodes.Call, Api.Find("Shuffle", element, Api.Vector(element), Api.Int));
            }
            Il.Emit(OpCodes.Call, Api.Operation("ConditionalSelect", element, 3));
        }
        Il.Emit(OpCodes.Stloc, result);
    }

    private void IndexVector(int[] index, bool prepare = false)
    {
        string key = string.Join(',', index);
        if (prepare && !_indices.ContainsKey(key) && Lanes == 16)
        {
            var local = Il.DeclareLocal(Api.Int);
            _indices.Add(key, local);
            PushConstant(index);
            Il.Emit(OpCodes.Stloc, local);
        }
        if (!prepare)
            Il.Emit(OpCodes.Ldloc, _indices[key]);
    }

    private void PushConstant(int[] lanes)
    {
        foreach (int lane in lanes)
            writer.PushInt(lane);
        Il.Emit(OpCodes.Call, Api.Find("Create", null, [.. Enumerable.Repeat(typeof(int), lanes.Length)]));
    }

    private LocalBuilder[] Temporaries(Type element, int count, int first) =>
        [.. Enumerable.Range(first, count).Select(number => Temporary(element, number))];

    private LocalBuilder Temporary(Type element, int number)
    {
        if (!_temporaries.TryGetValue((element, number), out var local))
            _temporaries.Add((element, number), local = Il.DeclareLocal(Api.Vector(element)));
        return local;
    }
}
