namespace ConvGpu;

/// <summary>What is made one after the other and disposed together, the last first; at once where one of them cannot be made.</summary>
internal sealed class Together : IDisposable
{
    private readonly Stack<IDisposable> _made = [];

    public T Make<T>(Func<T> make) where T : IDisposable
    {
        try
        {
            var made = make();
            _made.Push(made);
            return made;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        while (_made.TryPop(out var last)) last.Dispose();
    }
}
