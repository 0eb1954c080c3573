using ConvGpu.Onnx.Import;
using ConvGpu.Onnx.Schema;

namespace ConvGpu.Onnx.Export;

/// <summary>
/// What opset 20 calls AffineGrid, of operators of opset 17: transforms (N, 2, 3) and sizes (N, C, H, W) give the grid (N, H, W, 2), x before
/// y, from -1 to 1 between the outer edges of the pixels.
/// </summary>
internal static class AffineGridFunction
{
    public static FunctionProto Create()
    {
        var function = new FunctionProto { Name = "AffineGrid", Domain = OperatorTable.OwnDomain };
        function.Input.AddRange(["theta", "size"]);
        function.Output.Add("grid");
        function.OpsetImport.Add(new OperatorSetIdProto { Domain = "", Version = ModelWriter.Opset });
        void Add(string output, string operatorName, string[] inputs, params AttributeProto[] attributes)
        {
            var node = new NodeProto { OpType = operatorName };
            node.Input.AddRange(inputs);
            node.Output.Add(output);
            node.Attribute.AddRange(attributes);
            function.Node.Add(node);
        }
        void Constant(string name, TensorProto value) => Add(name, "Constant", [], Attribute.Of("value", value));
        Constant("zero", ModelWriter.Tensor("", [], [0L]));
        Constant("one", ModelWriter.Tensor("", [], [1L]));
        Constant("first", ModelWriter.Tensor("", [1], [0L]));
        Constant("second", ModelWriter.Tensor("", [1], [1L]));
        Constant("third", ModelWriter.Tensor("", [1], [2L]));
        Constant("fourth", ModelWriter.Tensor("", [1], [3L]));
        Constant("end", ModelWriter.Tensor("", [1], [4L]));
        Constant("minusOne", ModelWriter.Tensor("", [1], [-1L]));
        Constant("three", ModelWriter.Tensor("", [1], [3L]));
        Constant("two", ModelWriter.Tensor("", [1], [2L]));
        Constant("oneFloat", ModelWriter.Tensor("", [], [1f]));
        Constant("twoFloat", ModelWriter.Tensor("", [], [2f]));
        Constant("zeroFloat", ModelWriter.Tensor("", [], [0f]));
        Add("height", "Slice", ["size", "third", "fourth"]);
        Add("width", "Slice", ["size", "fourth", "end"]);
        Add("plane", "Concat", ["height", "width"], Attribute.Of("axis", 0L));
        foreach (var axis in (string[])["height", "width"])
        {
            // The middles of the pixels: (2 i + 1) / n - 1.
            Add($"{axis}Count", "Squeeze", [axis, "first"]);
            Add($"{axis}Index", "Range", ["zero", $"{axis}Count", "one"]);
            Add($"{axis}IndexFloat", "Cast", [$"{axis}Index"], Attribute.Of("to", (long)OnnxElementType.Float));
            Add($"{axis}CountFloat", "Cast", [$"{axis}Count"], Attribute.Of("to", (long)OnnxElementType.Float));
            Add($"{axis}Twice", "Mul", [$"{axis}IndexFloat", "twoFloat"]);
            Add($"{axis}Odd", "Add", [$"{axis}Twice", "oneFloat"]);
            Add($"{axis}Share", "Div", [$"{axis}Odd", $"{axis}CountFloat"]);
            Add($"{axis}Place", "Sub", [$"{axis}Share", "oneFloat"]);
        }
        Add("column", "Expand", ["widthPlace", "plane"]);
        Add("heightUpright", "Unsqueeze", ["heightPlace", "second"]);
        Add("row", "Expand", ["heightUpright", "plane"]);
        Add("nothing", "Mul", ["column", "zeroFloat"]);
        Add("unit", "Add", ["nothing", "oneFloat"]);
        foreach (var part in (string[])["column", "row", "unit"]) Add($"{part}Deep", "Unsqueeze", [part, "two"]);
        Add("places", "Concat", ["columnDeep", "rowDeep", "unitDeep"], Attribute.Of("axis", 2L));
        Add("flatSize", "Concat", ["minusOne", "three"], Attribute.Of("axis", 0L));
        Add("flat", "Reshape", ["places", "flatSize"]);
        Add("turned", "Transpose", ["theta"], Attribute.Of("perm", 0, 2, 1));
        Add("moved", "MatMul", ["flat", "turned"]);
        Add("gridSize", "Concat", ["minusOne", "height", "width", "two"], Attribute.Of("axis", 0L));
        Add("grid", "Reshape", ["moved", "gridSize"]);
        return function;
    }
}
