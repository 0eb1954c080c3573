using ConvGpu.Threading;

namespace ConvGpu.Kernels.Managed;

/// <summary>y = act(x w^T + b) on the host: x (n, inputs), w (outputs, inputs), y (n, outputs).</summary>
internal sealed unsafe class DenseForwardProduct(int inputs, int outputs, Activation activation)
{
    private readonly MatrixProduct _product = new(transposeA: false, transposeB: true, activation == Activation.ReLU);

    public Workspace Workspace(int maxBatch) => MatrixProduct.Workspace(maxBatch, inputs);

    public void Run(int n, float* x, float* w, float* bias, float* y, byte* memory, int workers) =>
        _product.Multiply(n, outputs, inputs, x, inputs, w, inputs, bias, y, outputs, memory, workers);
}

/// <summary>dx = dy w on the host.</summary>
internal sealed unsafe class DenseBackwardDataProduct(int inputs, int outputs)
{
    private readonly MatrixProduct _product = new(transposeA: false, transposeB: false);

    public Workspace Workspace(int maxBatch) => MatrixProduct.Workspace(maxBatch, outputs);

    public void Run(int n, float* dy, float* w, float* dx, byte* memory, int workers) =>
        _product.Multiply(n, inputs, outputs, dy, outputs, w, inputs, null, dx, inputs, memory, workers);
}

/// <summary>dw = dy^T x and db = the sum of dy over the batch, on the host.</summary>
internal sealed unsafe class DenseBackwardWeightsProduct(int inputs, int outputs)
{
    private readonly MatrixProduct _product = new(transposeA: true, transposeB: false);

    public Workspace Workspace(int maxBatch) => MatrixProduct.Workspace(outputs, maxBatch);

    /// <param name="n">Batch items.</param>
    /// <param name="x">The input of the forward pass.</param>
    /// <param name="dy">The gradient of its output.</param>
    /// <param name="dw">Overwritten.</param>
    /// <param name="db">Overwritten; null where there is no bias.</param>
    /// <param name="memory">The workspace.</param>
    /// <param name="workers">How many workers it is for.</param>
    public void Run(int n, float* x, float* dy, float* dw, float* db, byte* memory, int workers)
    {
        _product.Multiply(outputs, inputs, n, dy, outputs, x, inputs, null, dw, inputs, memory, workers);
        if (db == null) return;
        new Span<float>(db, outputs).Clear();
        for (var item = 0; item < n; item++)
            for (var o = 0; o < outputs; o++) db[o] += dy[(long)item * outputs + o];
    }
}
