using System.Buffers;
using Levada.Transfer.Rows;

namespace Levada.TransferEngine.Import;

/// <summary>Rows that one task reads for a part file which another one writes: kept in memory up to a bound, then in a scratch file.</summary>
/// <remarks>One thread adds, one reads, at the same time. What is read comes in the order of adding.</remarks>
internal sealed class ReadAhead(RowSchema schema, MemoryBudget budget, Func<Stream> openScratch) : IRowReader
{
    private readonly Lock _fileLock = new();
    private readonly object _lock = new();
    private readonly Queue<Block> _blocks = new();
    private readonly ArrayBufferWriter<byte> _encoder = new();
    private Stream? _scratch;
    private Exception? _failure;
    private bool _isComplete;
    private bool _isDisposed;

    public RowSchema Schema { get; } = schema;

    public void Add(RowBatch batch)
    {
        _encoder.ResetWrittenCount();
        for (var row = 0; row < batch.RowCount; row++)
            RowCodec.Write(batch, row, _encoder);
        var block = Store(_encoder.WrittenMemory, batch.RowCount);
        lock (_lock)
        {
            if (_isDisposed)
                block.Release(budget);
            else
                _blocks.Enqueue(block);
            Monitor.PulseAll(_lock);
        }
    }

    /// <summary>Says that no more rows come, with the reason when something failed.</summary>
    public void Complete(Exception? failure)
    {
        lock (_lock)
        {
            _failure = failure;
            _isComplete = true;
            Monitor.PulseAll(_lock);
        }
    }

    public bool Read(RowBatch batch, CancellationToken cancellationToken)
    {
        batch.Clear();
        if (Take(cancellationToken) is not { } block)
            return false;
        var bytes = block.Memory ?? Load(block);
        ReadOnlySpan<byte> rows = bytes;
        for (var row = 0; row < block.RowCount; row++)
            RowCodec.Read(ref rows, batch);
        block.Release(budget);
        return true;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            while (_blocks.TryDequeue(out var block))
                block.Release(budget);
        }

        lock (_fileLock)
            _scratch?.Dispose();
    }

    private Block? Take(CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            while (_blocks.Count == 0)
            {
                if (_failure is not null)
                    throw new OperationCanceledException("Reading ahead failed.", _failure);
                if (_isComplete)
                    return null;
                cancellationToken.ThrowIfCancellationRequested();
                Monitor.Wait(_lock, 200);
            }

            return _blocks.Dequeue();
        }
    }

    private Block Store(ReadOnlyMemory<byte> rows, int rowCount)
    {
        if (budget.TryTake(rows.Length))
            return new Block(rows.ToArray(), 0, rows.Length, rowCount);
        lock (_fileLock)
        {
            _scratch ??= openScratch();
            var start = _scratch.Seek(0, SeekOrigin.End);
            _scratch.Write(rows.Span);
            return new Block(null, start, rows.Length, rowCount);
        }
    }

    private byte[] Load(Block block)
    {
        var rows = new byte[block.Length];
        lock (_fileLock)
        {
            _scratch!.Seek(block.Start, SeekOrigin.Begin);
            _scratch.ReadExactly(rows);
        }

        return rows;
    }

    private sealed record Block(byte[]? Memory, long Start, int Length, int RowCount)
    {
        public void Release(MemoryBudget budget)
        {
            if (Memory is not null)
                budget.Return(Memory.Length);
        }
    }
}
