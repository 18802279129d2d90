using Levada.Client.Connections;

namespace Levada.Client.Consuming;

/// <summary>One fetch response; disposing it gives its memory back.</summary>
public sealed class FetchedSet : IDisposable
{
    private readonly ResponseFrame? _frame;

    internal FetchedSet(IReadOnlyList<FetchedPartition> partitions, ResponseFrame? frame)
    {
        Partitions = partitions;
        _frame = frame;
    }

    public IReadOnlyList<FetchedPartition> Partitions { get; }

    public void Dispose() => _frame?.Dispose();
}
