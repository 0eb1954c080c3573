namespace ConvGpu.Ilgpu.Debugging;

/// <summary>A thread of the debug mode that starts items whenever it gets the turn.</summary>
internal sealed class ItemThread
{
    private const int StackBytes = 1 << 20;
    private readonly Thread _thread;
    private bool _stop;

    public ItemThread(KernelGroup group)
    {
        _thread = new Thread(() =>
        {
            while (true)
            {
                Turn.Wait();
                if (_stop)
                    return;
                group.RunItems(this);
            }
        }, StackBytes) { IsBackground = true, Name = "kernel item" };
        _thread.Start();
    }

    public SemaphoreSlim Turn { get; } = new(0);

    public void Stop()
    {
        _stop = true;
        Turn.Release();
        _thread.Join();
        Turn.Dispose();
    }
}
