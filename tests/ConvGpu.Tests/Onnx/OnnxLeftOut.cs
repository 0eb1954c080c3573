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
        ("indices and conditions", "whole numbers and bools are computed in advance only",
            ["ArgMax", "ArgMin", "TopK", "NonZero", "OneHot", "Hardmax", "And", "Or", "Xor", "Not", "Greater", "GreaterOrEqual", "Less", "LessOrEqual", "IsInf", "IsNaN", "BitShift",
                "Unique", "Compress", "EyeLike"]),
        ("places that depend on values", "what is read where is decided in advance",
            ["GatherElements", "GatherND", "Scatter", "ScatterElements", "ScatterND", "MaxUnpool", "RoiAlign", "NonMaxSuppression", "ReverseSequence", "Trilu", "CumSum"]),
        ("trigonometry and rare functions", "not of convolutional nets",
            ["Acos", "Acosh", "Asin", "Asinh", "Atan", "Atanh", "Cos", "Cosh", "Sin", "Sinh", "Tan", "Sign", "Shrink", "ThresholdedRelu", "Det", "MeanVarianceNormalization", "Einsum"]),
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
        ("LayerNormalization with outputs Mean and InvStdDev", "the layer puts out what is normalised", LayerNormalization()),
        ("Resize and GridSample by cubic interpolation", "no op for it", Cubic()),
        ("GridSample of nearest pixels, other borders or aligned corners", "the layer is PyTorch's default", GridSample()),
        ("Resize to part of an image, or by a factor that is not that of the sizes", "the layer goes by sizes", Resize()),
        ("Pow with exponents that differ, or of whole numbers", "exponents are fixed", Power()),
        ("Ceil, Floor, Round, ReduceProd of what is computed", "for sizes only", ForSizes()),
        ("Dropout and BatchNormalization in training mode", "training is this library's own, with its own random numbers", Training()),
        ("MaxPool with indices put out", "indices stay inside", Indices()),
        ("whole numbers as data", "float32 is computed", Integers()),
        ("texts, bfloat16 stored as whole numbers, sequences and optionals", "no tensors of numbers", Texts()),
        ("tensors without elements", "a tensor here has some", Empty()),
        ("ConvTranspose of volumes", "no layer for it", Transposed()),
        ("MatMul of two computed tensors", "weights are matrices", Products()),
    ];

    public static string? Find(OnnxTest test) => Uses.FirstOrDefault(row => row.Tests.IsMatch(test.ToString())).Use;

    [GeneratedRegex("^node/test_layer_normalization_(?!.*_expanded$)")]
    private static partial Regex LayerNormalization();

    [GeneratedRegex("^node/test_(resize_.*_cubic|gridsample_bicubic)")]
    private static partial Regex Cubic();

    [GeneratedRegex("^node/test_gridsample_(aligncorners_true|nearest|border_padding|reflection_padding)$")]
    private static partial Regex GridSample();

    [GeneratedRegex("^node/test_resize_(tf_crop_and_resize|downsample_scales_linear|downsample_scales_linear_align_corners|downsample_sizes_linear_pytorch_half_pixel)$")]
    private static partial Regex Resize();

    [GeneratedRegex("^node/test_pow(_example|_bcast_array|_types_(float|int|float32_.*|int32_float32|int64_float32))?$|^pytorch-operator/test_operator_pow$")]
    private static partial Regex Power();

    [GeneratedRegex("^node/test_(ceil|floor|round|reduce_prod)(_|$)")]
    private static partial Regex ForSizes();

    [GeneratedRegex("^node/test_(training_dropout(_default|_mask|_default_mask)?|batchnorm_.*_training_mode)$")]
    private static partial Regex Training();

    [GeneratedRegex("^node/test_maxpool_with_argmax_")]
    private static partial Regex Indices();

    [GeneratedRegex("^node/test_(clip_default_int8_.*|maxpool_2d_uint8|edge_pad|reflect_pad)$")]
    private static partial Regex Integers();

    [GeneratedRegex("^node/test_(cast(like)?_.*(STRING|BFLOAT16).*|identity_(opt|sequence))$")]
    private static partial Regex Texts();

    [GeneratedRegex("^node/test_(reshape_allowzero_reordered|split_zero_size_splits|slice_start_out_of_bounds)$")]
    private static partial Regex Empty();

    [GeneratedRegex("^node/test_convtranspose_3d$")]
    private static partial Regex Transposed();

    [GeneratedRegex("^node/test_matmul_[34]d$")]
    private static partial Regex Products();
}
