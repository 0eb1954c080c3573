namespace ConvGpu.Kernels;

/// <summary>The sizes of products C (M x N) = A (M x K) B (K x N), as many as there are groups, and whether K may be cut into parts.</summary>
internal readonly record struct GemmSize(int M, int N, int K, int Groups = 1, bool InParts = false);
