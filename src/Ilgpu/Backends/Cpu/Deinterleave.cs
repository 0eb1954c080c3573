using System.Reflection.Emit;
using System.Runtime.Intrinsics.X86;
using ConvGpu.Ilgpu.IR;

namespace ConvGpu.Ilgpu.Backends.Cpu;

/// <summary>
/// IL that reads s consecutive vectors and sorts their elements so that vector j gets elements j, j + s, j + 2s, ... The index vectors of
/// the permutations are variables set at the start of the method.
/// </summary>
internal sealed class Deinterleave(CpuWriter writer)
{
    private readonly Dictionary<string, LocalBuilder> _indices = [];
    private readonly Dictionary<(Type, int), LocalBuilder> _temporaries = [];

    private ILGenerator Il => writer.Il;
    private VectorApi Api => writer.Api;
    private int Lanes => Api.Lanes;

    /// <summary>Sets the index vectors that groups of this stride use; once, at the start of the method.</summary>
    public void Prepare(int stride)
    {
        foreach (int[] index in stride == 4 ? Quads() : Chains(stride))
            IndexVector(index, prepare: true);
    }

    /// <summary>Leaves the result of gather j of the group in a variable.</summary>
    public LocalBuilder[] Write(IReadOnlyList<Instruction> group)
    {
        int stride = group.Count;
        var element = VectorApi.Element(group[0].Type.Kind);
        var inputs = Enumerable.Range(0, stride).Select(i => Temporary(element, i)).ToArray();
        for (int i = 0; i < stride; i++)
        {
            writer.Push(group[0].Operands[0]);
            writer.PushLong(group[0].Immediate2 + (long)i * Lanes * 4);
            Il.Emit(OpCodes.Add);
            Il.Emit(OpCodes.Call, Api.Find("Load", element, element.MakePointerType()));
            Il.Emit(OpCodes.Stloc, inputs[i]);
        }
        var results = Enumerable.Range(0, stride).Select(i => Temporary(element, stride * 2 + i)).ToArray();
        if (stride == 4)
        {
            int[][] index = Quads();
            var halves = Enumerable.Range(0, 4).Select(i => Temporary(element, stride + i)).ToArray();
            for (int i = 0; i < 4; i++)
                Permute(element, inputs[i / 2 * 2], inputs[i / 2 * 2 + 1], index[i % 2], halves[i]);
            for (int j = 0; j < 4; j++)
                Permute(element, halves[j / 2], halves[2 + j / 2], index[2 + j % 2], results[j]);
            return results;
        }
        int[][] chain = Chains(stride);
        for (int j = 0; j < stride; j++)
            for (int step = 1; step < stride; step++)
                Permute(element, step == 1 ? inputs[0] : results[j], inputs[step], chain[j * (stride - 1) + step - 1], results[j]);
        return results;
    }

    /// <summary>Two vectors to halves with elements 0, 4, 8, ... and 1, 5, 9, ...; likewise for 2 and 3; low halves; high halves.</summary>
    private int[][] Quads()
    {
        int half = Lanes / 2;
        int[] Each(Func<int, int> low, Func<int, int> high) => [.. Enumerable.Range(0, Lanes).Select(l => l < half ? low(l) : high(l - half))];
        return
        [
            Each(l => l * 4, l => l * 4 + 1), Each(l => l * 4 + 2, l => l * 4 + 3),
            Each(l => l, l => Lanes + l), Each(l => half + l, l => Lanes + half + l),
        ];
    }

    /// <summary>For each result and each further input: what is right already stays, what lies in the new input is taken.</summary>
    private int[][] Chains(int stride)
    {
        var result = new List<int[]>();
        for (int j = 0; j < stride; j++)
            for (int step = 1; step < stride; step++)
                result.Add([.. Enumerable.Range(0, Lanes).Select(l => l * stride + j is var at && at / Lanes == step ? Lanes + at % Lanes
                    : step == 1 ? Math.Min(at, Lanes - 1) : l)]);
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

    private LocalBuilder Temporary(Type element, int number)
    {
        if (!_temporaries.TryGetValue((element, number), out var local))
            _temporaries.Add((element, number), local = Il.DeclareLocal(Api.Vector(element)));
        return local;
    }
}
