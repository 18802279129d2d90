using System.Diagnostics;
using Levada.History.Events;

namespace Levada.History;

/// <summary>Takes down what all clients do, in memory and as lines of a file, on one clock.</summary>
internal sealed class Recorder(string path) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly StreamWriter _file = new(path);
    private readonly List<HistoryEvent> _events = [];
    private int _sendCount;

    public static long NowUs => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);

    /// <summary>How many records were sent, with whatever outcome.</summary>
    public int SendCount => Volatile.Read(ref _sendCount);

    public IReadOnlyList<HistoryEvent> Events
    {
        get
        {
            lock (_gate) return [.. _events];
        }
    }

    public void Add(HistoryEvent happened)
    {
        lock (_gate)
        {
            _events.Add(happened);
            if (happened is SendEvent) _sendCount++;
            _file.WriteLine(HistoryFile.ToLine(happened));
        }
    }

    public void Dispose() => _file.Dispose();
}
