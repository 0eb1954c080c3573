using ILGPU;
using ILGPU.Runtime;

namespace ConvGpu;

public sealed partial class ComputeDevice
{
    private readonly Dictionary<(System.Reflection.MethodInfo Method, Type Loaded), Delegate> _kernels = [];

    /// <summary>Enqueues a user's own kernel: a static method over views and values, called once for every index.</summary>
    /// <param name="kernel">The static method.</param>
    /// <param name="extent">How many items the kernel is called for, one index each.</param>
    /// <param name="arg1">The kernel's first argument after the index.</param>
    public void Launch<T1>(Action<Index1D, T1> kernel, long extent, T1 arg1)
        where T1 : struct =>
        Load<Action<AcceleratorStream, Index1D, T1>>(kernel, static (a, k) => a.LoadAutoGroupedKernel((Action<Index1D, T1>)k))(Stream, Items(extent), arg1);

    /// <summary>Enqueues a user's own kernel: a static method over views and values, called once for every index.</summary>
    /// <param name="kernel">The static method.</param>
    /// <param name="extent">The index range: one-, two- or three-dimensional.</param>
    /// <param name="arg1">The kernel's first argument after the index.</param>
    public void Launch<TIndex, T1>(Action<TIndex, T1> kernel, TIndex extent, T1 arg1)
        where TIndex : struct, IIndex, IGenericIndex<TIndex> where T1 : struct =>
        Load<Action<AcceleratorStream, TIndex, T1>>(kernel, static (a, k) => a.LoadAutoGroupedKernel((Action<TIndex, T1>)k))(Stream, extent, arg1);

    /// <summary>Enqueues a user's own kernel: a static method over views and values, called once for every index.</summary>
    /// <param name="kernel">The static method.</param>
    /// <param name="extent">How many items the kernel is called for, one index each.</param>
    /// <param name="arg1">The kernel's first argument after the index.</param>
    /// <param name="arg2">The kernel's second argument after the index.</param>
    public void Launch<T1, T2>(Action<Index1D, T1, T2> kernel, long extent, T1 arg1, T2 arg2)
        where T1 : struct where T2 : struct =>
        Load<Action<AcceleratorStream, Index1D, T1, T2>>(kernel, static (a, k) => a.LoadAutoGroupedKernel((Action<Index1D, T1, T2>)k))(Stream, Items(extent), arg1, arg2);

    /// <summary>Enqueues a user's own kernel: a static method over views and values, called once for every index.</summary>
    /// <param name="kernel">The static method.</param>
    /// <param name="extent">The index range: one-, two- or three-dimensional.</param>
    /// <param name="arg1">The kernel's first argument after the index.</param>
    /// <param name="arg2">The kernel's second argument after the index.</param>
    public void Launch<TIndex, T1, T2>(Action<TIndex, T1, T2> kernel, TIndex extent, T1 arg1, T2 arg2)
        where TIndex : struct, IIndex, IGenericIndex<TIndex> where T1 : struct where T2 : struct =>
        Load<Action<AcceleratorStream, TIndex, T1, T2>>(kernel, static (a, k) => a.LoadAutoGroupedKernel((Action<TIndex, T1, T2>)k))(Stream, extent, arg1, arg2);

    /// <summary>Enqueues a user's own kernel: a static method over views and values, called once for every index.</summary>
    /// <param name="kernel">The static method.</param>
    /// <param name="extent">How many items the kernel is called for, one index each.</param>
    /// <param name="arg1">The kernel's first argument after the index.</param>
    /// <param name="arg2">The kernel's second argument after the index.</param>
    /// <param name="arg3">The kernel's third argument after the index.</param>
    public void Launch<T1, T2, T3>(Action<Index1D, T1, T2, T3> kernel, long extent, T1 arg1, T2 arg2, T3 arg3)
        where T1 : struct where T2 : struct where T3 : struct =>
        Load<Action<AcceleratorStream, Index1D, T1, T2, T3>>(kernel, static (a, k) => a.LoadAutoGroupedKernel((Action<Index1D, T1, T2, T3>)k))(Stream, Items(extent), arg1, arg2, arg3);

    /// <summary>Enqueues a user's own kernel: a static method over views and values, called once for every index.</summary>
    /// <param name="kernel">The static method.</param>
    /// <param name="extent">The index range: one-, two- or three-dimensional.</param>
    /// <param name="arg1">The kernel's first argument after the index.</param>
    /// <param name="arg2">The kernel's second argument after the index.</param>
    /// <param name="arg3">The kernel's third argument after the index.</param>
    public void Launch<TIndex, T1, T2, T3>(Action<TIndex, T1, T2, T3> kernel, TIndex extent, T1 arg1, T2 arg2, T3 arg3)
        where TIndex : struct, IIndex, IGenericIndex<TIndex> where T1 : struct where T2 : struct where T3 : struct =>
        Load<Action<AcceleratorStream, TIndex, T1, T2, T3>>(kernel, static (a, k) => a.LoadAutoGroupedKernel((Action<TIndex, T1, T2, T3>)k))(Stream, extent, arg1, arg2, arg3);

    /// <summary>Enqueues a user's own kernel: a static method over views and values, called once for every index.</summary>
    /// <param name="kernel">The static method.</param>
    /// <param name="extent">How many items the kernel is called for, one index each.</param>
    /// <param name="arg1">The kernel's first argument after the index.</param>
    /// <param name="arg2">The kernel's second argument after the index.</param>
    /// <param name="arg3">The kernel's third argument after the index.</param>
    /// <param name="arg4">The kernel's fourth argument after the index.</param>
    public void Launch<T1, T2, T3, T4>(Action<Index1D, T1, T2, T3, T4> kernel, long extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct =>
        Load<Action<AcceleratorStream, Index1D, T1, T2, T3, T4>>(kernel, static (a, k) => a.LoadAutoGroupedKernel((Action<Index1D, T1, T2, T3, T4>)k))(Stream, Items(extent), arg1, arg2, arg3, arg4);

    /// <summary>Enqueues a user's own kernel: a static method over views and values, called once for every index.</summary>
    /// <param name="kernel">The static method.</param>
    /// <param name="extent">The index range: one-, two- or three-dimensional.</param>
    /// <param name="arg1">The kernel's first argument after the index.</param>
    /// <param name="arg2">The kernel's second argument after the index.</param>
    /// <param name="arg3">The kernel's third argument after the index.</param>
    /// <param name="arg4">The kernel's fourth argument after the index.</param>
    public void Launch<TIndex, T1, T2, T3, T4>(Action<TIndex, T1, T2, T3, T4> kernel, TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4)
        where TIndex : struct, IIndex, IGenericIndex<TIndex> where T1 : struct where T2 : struct where T3 : struct where T4 : struct =>
        Load<Action<AcceleratorStream, TIndex, T1, T2, T3, T4>>(kernel, static (a, k) => a.LoadAutoGroupedKernel((Action<TIndex, T1, T2, T3, T4>)k))(Stream, extent, arg1, arg2, arg3, arg4);

    /// <summary>Enqueues a user's own kernel: a static method over views and values, called once for every index.</summary>
    /// <param name="kernel">The static method.</param>
    /// <param name="extent">How many items the kernel is called for, one index each.</param>
    /// <param name="arg1">The kernel's first argument after the index.</param>
    /// <param name="arg2">The kernel's second argument after the index.</param>
    /// <param name="arg3">The kernel's third argument after the index.</param>
    /// <param name="arg4">The kernel's fourth argument after the index.</param>
    /// <param name="arg5">The kernel's fifth argument after the index.</param>
    public void Launch<T1, T2, T3, T4, T5>(Action<Index1D, T1, T2, T3, T4, T5> kernel, long extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct =>
        Load<Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5>>(kernel, static (a, k) => a.LoadAutoGroupedKernel((Action<Index1D, T1, T2, T3, T4, T5>)k))(Stream, Items(extent), arg1, arg2, arg3, arg4, arg5);

    /// <summary>Enqueues a user's own kernel: a static method over views and values, called once for every index.</summary>
    /// <param name="kernel">The static method.</param>
    /// <param name="extent">The index range: one-, two- or three-dimensional.</param>
    /// <param name="arg1">The kernel's first argument after the index.</param>
    /// <param name="arg2">The kernel's second argument after the index.</param>
    /// <param name="arg3">The kernel's third argument after the index.</param>
    /// <param name="arg4">The kernel's fourth argument after the index.</param>
    /// <param name="arg5">The kernel's fifth argument after the index.</param>
    public void Launch<TIndex, T1, T2, T3, T4, T5>(Action<TIndex, T1, T2, T3, T4, T5> kernel, TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5)
        where TIndex : struct, IIndex, IGenericIndex<TIndex> where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct =>
        Load<Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5>>(kernel, static (a, k) => a.LoadAutoGroupedKernel((Action<TIndex, T1, T2, T3, T4, T5>)k))(Stream, extent, arg1, arg2, arg3, arg4, arg5);

    /// <summary>Enqueues a user's own kernel: a static method over views and values, called once for every index.</summary>
    /// <param name="kernel">The static method.</param>
    /// <param name="extent">How many items the kernel is called for, one index each.</param>
    /// <param name="arg1">The kernel's first argument after the index.</param>
    /// <param name="arg2">The kernel's second argument after the index.</param>
    /// <param name="arg3">The kernel's third argument after the index.</param>
    /// <param name="arg4">The kernel's fourth argument after the index.</param>
    /// <param name="arg5">The kernel's fifth argument after the index.</param>
    /// <param name="arg6">The kernel's sixth argument after the index.</param>
    public void Launch<T1, T2, T3, T4, T5, T6>(Action<Index1D, T1, T2, T3, T4, T5, T6> kernel, long extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct =>
        Load<Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6>>(kernel, static (a, k) => a.LoadAutoGroupedKernel((Action<Index1D, T1, T2, T3, T4, T5, T6>)k))(Stream, Items(extent), arg1, arg2, arg3, arg4, arg5, arg6);

    /// <summary>Enqueues a user's own kernel: a static method over views and values, called once for every index.</summary>
    /// <param name="kernel">The static method.</param>
    /// <param name="extent">The index range: one-, two- or three-dimensional.</param>
    /// <param name="arg1">The kernel's first argument after the index.</param>
    /// <param name="arg2">The kernel's second argument after the index.</param>
    /// <param name="arg3">The kernel's third argument after the index.</param>
    /// <param name="arg4">The kernel's fourth argument after the index.</param>
    /// <param name="arg5">The kernel's fifth argument after the index.</param>
    /// <param name="arg6">The kernel's sixth argument after the index.</param>
    public void Launch<TIndex, T1, T2, T3, T4, T5, T6>(Action<TIndex, T1, T2, T3, T4, T5, T6> kernel, TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6)
        where TIndex : struct, IIndex, IGenericIndex<TIndex> where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct =>
        Load<Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6>>(kernel, static (a, k) => a.LoadAutoGroupedKernel((Action<TIndex, T1, T2, T3, T4, T5, T6>)k))(Stream, extent, arg1, arg2, arg3, arg4, arg5, arg6);

    /// <summary>Enqueues a user's own kernel: a static method over views and values, called once for every index.</summary>
    /// <param name="kernel">The static method.</param>
    /// <param name="extent">How many items the kernel is called for, one index each.</param>
    /// <param name="arg1">The kernel's first argument after the index.</param>
    /// <param name="arg2">The kernel's second argument after the index.</param>
    /// <param name="arg3">The kernel's third argument after the index.</param>
    /// <param name="arg4">The kernel's fourth argument after the index.</param>
    /// <param name="arg5">The kernel's fifth argument after the index.</param>
    /// <param name="arg6">The kernel's sixth argument after the index.</param>
    /// <param name="arg7">The kernel's seventh argument after the index.</param>
    public void Launch<T1, T2, T3, T4, T5, T6, T7>(Action<Index1D, T1, T2, T3, T4, T5, T6, T7> kernel, long extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct =>
        Load<Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6, T7>>(kernel, static (a, k) => a.LoadAutoGroupedKernel((Action<Index1D, T1, T2, T3, T4, T5, T6, T7>)k))(Stream, Items(extent), arg1, arg2, arg3, arg4, arg5, arg6, arg7);

    /// <summary>Enqueues a user's own kernel: a static method over views and values, called once for every index.</summary>
    /// <param name="kernel">The static method.</param>
    /// <param name="extent">The index range: one-, two- or three-dimensional.</param>
    /// <param name="arg1">The kernel's first argument after the index.</param>
    /// <param name="arg2">The kernel's second argument after the index.</param>
    /// <param name="arg3">The kernel's third argument after the index.</param>
    /// <param name="arg4">The kernel's fourth argument after the index.</param>
    /// <param name="arg5">The kernel's fifth argument after the index.</param>
    /// <param name="arg6">The kernel's sixth argument after the index.</param>
    /// <param name="arg7">The kernel's seventh argument after the index.</param>
    public void Launch<TIndex, T1, T2, T3, T4, T5, T6, T7>(Action<TIndex, T1, T2, T3, T4, T5, T6, T7> kernel, TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7)
        where TIndex : struct, IIndex, IGenericIndex<TIndex> where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct =>
        Load<Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7>>(kernel, static (a, k) => a.LoadAutoGroupedKernel((Action<TIndex, T1, T2, T3, T4, T5, T6, T7>)k))(Stream, extent, arg1, arg2, arg3, arg4, arg5, arg6, arg7);

    /// <summary>Enqueues a user's own kernel: a static method over views and values, called once for every index.</summary>
    /// <param name="kernel">The static method.</param>
    /// <param name="extent">How many items the kernel is called for, one index each.</param>
    /// <param name="arg1">The kernel's first argument after the index.</param>
    /// <param name="arg2">The kernel's second argument after the index.</param>
    /// <param name="arg3">The kernel's third argument after the index.</param>
    /// <param name="arg4">The kernel's fourth argument after the index.</param>
    /// <param name="arg5">The kernel's fifth argument after the index.</param>
    /// <param name="arg6">The kernel's sixth argument after the index.</param>
    /// <param name="arg7">The kernel's seventh argument after the index.</param>
    /// <param name="arg8">The kernel's eighth argument after the index.</param>
    public void Launch<T1, T2, T3, T4, T5, T6, T7, T8>(Action<Index1D, T1, T2, T3, T4, T5, T6, T7, T8> kernel, long extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8)
        where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct =>
        Load<Action<AcceleratorStream, Index1D, T1, T2, T3, T4, T5, T6, T7, T8>>(kernel, static (a, k) => a.LoadAutoGroupedKernel((Action<Index1D, T1, T2, T3, T4, T5, T6, T7, T8>)k))(Stream, Items(extent), arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8);

    /// <summary>Enqueues a user's own kernel: a static method over views and values, called once for every index.</summary>
    /// <param name="kernel">The static method.</param>
    /// <param name="extent">The index range: one-, two- or three-dimensional.</param>
    /// <param name="arg1">The kernel's first argument after the index.</param>
    /// <param name="arg2">The kernel's second argument after the index.</param>
    /// <param name="arg3">The kernel's third argument after the index.</param>
    /// <param name="arg4">The kernel's fourth argument after the index.</param>
    /// <param name="arg5">The kernel's fifth argument after the index.</param>
    /// <param name="arg6">The kernel's sixth argument after the index.</param>
    /// <param name="arg7">The kernel's seventh argument after the index.</param>
    /// <param name="arg8">The kernel's eighth argument after the index.</param>
    public void Launch<TIndex, T1, T2, T3, T4, T5, T6, T7, T8>(Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8> kernel, TIndex extent, T1 arg1, T2 arg2, T3 arg3, T4 arg4, T5 arg5, T6 arg6, T7 arg7, T8 arg8)
        where TIndex : struct, IIndex, IGenericIndex<TIndex> where T1 : struct where T2 : struct where T3 : struct where T4 : struct where T5 : struct where T6 : struct where T7 : struct where T8 : struct =>
        Load<Action<AcceleratorStream, TIndex, T1, T2, T3, T4, T5, T6, T7, T8>>(kernel, static (a, k) => a.LoadAutoGroupedKernel((Action<TIndex, T1, T2, T3, T4, T5, T6, T7, T8>)k))(Stream, extent, arg1, arg2, arg3, arg4, arg5, arg6, arg7, arg8);

    private static Index1D Items(long extent) => extent is >= 0 and <= int.MaxValue
        ? new Index1D((int)extent)
        : throw new ArgumentOutOfRangeException(nameof(extent), extent, "A launch takes between 0 and 2147483647 items.");

    private TLoaded Load<TLoaded>(Delegate kernel, Func<Accelerator, Delegate, TLoaded> load) where TLoaded : Delegate
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        var key = (kernel.Method, typeof(TLoaded));
        if (!_kernels.TryGetValue(key, out var loaded)) _kernels[key] = loaded = load(Accelerator, kernel);
        return (TLoaded)loaded;
    }
}
