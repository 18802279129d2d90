using System.Collections.Concurrent;

namespace Levada.TransferEngine.Tests;

/// <summary>Keeps the lines that a run writes.</summary>
internal sealed class RecordingLog : ITransferLog
{
    private long _rowCount;

    public ConcurrentQueue<string> Lines { get; } = new();

    public long RowCount => Interlocked.Read(ref _rowCount);

    public void Debug(string line) => Lines.Enqueue($"DEBUG {line}");

    public void Info(string line) => Lines.Enqueue($"INFO {line}");

    public void Warn(string line) => Lines.Enqueue($"WARN {line}");

    public void Error(string line) => Lines.Enqueue($"ERROR {line}");

    public void Progress(long rows, long bytes) => Interlocked.Add(ref _rowCount, rows);
}
