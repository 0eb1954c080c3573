using System.Text.RegularExpressions;

namespace ConvGpu.Tests.Onnx;

/// <summary>The tests that do not run, and why: of operators that are not read at all, and of uses of the others.</summary>
public static partial class OnnxLeftOut
{
    /// <summary>Kinds of operators that are not read.</summary>
    public static IReadOnlyList<(string Kind, string Reason, string[] Operators)> Operators { get; } =
    [
        ("losses and optimisers", "training is this library's own",
            ["NegativeLogLikelihoodLoss", "SoftmaxCrossEntropyLoss", "Adagrad", "Adam", "Momentum", "Gradient"]),
        ("indices and conditions", "whole numbers, and what a shape follows from, are computed in advance only",
            ["TopK", "NonZero", "OneHot", "IsInf", "IsNaN", "BitShift", "Unique", "Compress", "EyeLike"]),
        ("places that depend on values", "what is read where is decided in advance",
            ["GatherElements", "GatherND", "Scatter", "ScatterElements", "ScatterND", "MaxUnpool", "RoiAlign", "NonMaxSuppression", "ReverseSequence", "Trilu", "CumSum"]),
        ("trigonometry and rare functions", "not of convolutional nets",
            ["Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "Cos", "Cosh", "Sin", "Sinh", "Tan", "Det", "MeanVarianceNormalization", "Einsum"]),
        ("signals", "not of convolutional nets", ["BlackmanWindow", "HammingWindow", "HannWindow", "DFT", "STFT", "MelWeightMatrix"]),
        ("recurrent layers", "not of convolutional nets", ["RNN", "LSTM", "GRU"]),
        ("control flow, sequences, optionals", "a graph here is fixed and holds tensors",
            ["If", "Loop", "Scan", "SequenceConstruct", "SequenceEmpty", "SequenceInsert", "SequenceLength", "SequenceMap", "SplitToSequence", "OptionalGetElement", "OptionalHasElement"]),
        ("quantised numbers", "float32 is computed",
            ["ConvInteger", "MatMulInteger", "QLinearConv", "QLinearMatMul", "QuantizeLinear", "DequantizeLinear", "DynamicQuantizeLinear", "CastLike"]),
        ("random numbers", "no two libraries share them", ["Bernoulli", "RandomUniformLike"]),
        ("texts", "no numbers", ["StringNormalizer", "TfIdfVectorizer"]),
    ];

    /// <summary>Uses of operators that are read, by the names of their tests.</summary>
    public static IReadOnlyList<(string Use, string Reason, Regex Tests)> Uses { get; } =
    [
        ("GridSample by cubic interpolation", "no op for it", Cubic()),
        ("Pow with exponents that differ, or of whole numbers", "exponents are fixed", Power()),
        ("Resize with aligned corners to sizes with fractions", "sizes are whole, as in the specification and in PyTorch", Fractions()),
        ("ReduceProd of what is computed", "for sizes only", Products()),
        ("Dropout and BatchNormalization in training mode", "training is this library's own, with its own random numbers", Training()),
        ("MaxPool with indices put out", "indices stay inside", Indices()),
        ("texts, bfloat16 stored as whole numbers, sequences and optionals", "no tensors of numbers", Texts()),
        ("tensors without elements", "a tensor here has some", Empty()),
    ];

    public static string? Find(OnnxTest test) => Uses.FirstOrDefault(row => row.Tests.IsMatch(test.ToString())).Use;

    [GeneratedRegex("^node/test_gridsample_bicubic")]
    private static partial Regex Cubic();

    [GeneratedRegex("^node/test_pow(_example|_bcast_array|_types_(float|int|float32_.*|int32_float32|int64_float32))?$|^pytorch-operator/test_operator_pow$")]
    private static partial Regex Power();

    [GeneratedRegex("^node/test_(training_dropout(_default|_mask|_default_mask)?|batchnorm_.*_training_mode)$")]
    private static partial Regex Training();

    [GeneratedRegex("^node/test_maxpool_with_argmax_")]
    private static partial Regex Indices();

    [GeneratedRegex("^node/test_(cast(like)?_.*(STRING|BFLOAT16).*|identity_(opt|sequence))$")]
    private static partial Regex Texts();

    [GeneratedRegex("^node/test_(reshape_allowzero_reordered|split_zero_size_splits|slice_start_out_of_bounds)$")]
    private static partial Regex Empty();

    [GeneratedRegex("^node/test_resize_downsample_scales_(linear|cubic)_align_corners$")]
    private static partial Regex Fractions();

    [GeneratedRegex("^node/test_reduce_prod_")]
    private static partial Regex Products();
}
