using System.Diagnostics;
using Levada.History.Events;

namespace Levada.History;

/// <summary>Takes down what all clients do, in memory and as lines of a file, on one clock.</summary>
internal sealed class Recorder(string path) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly StreamWriter _file = new(path);
    private readonly List<HistoryEvent> _events = [];

    public static long NowUs => Stopwatch.GetTimestamp() / (Stopwatch.Frequency / 1_000_000);

    public int Count
    {
        get
        {
            lock (_gate) return _events.Count;
        }
    }

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
            _file.WriteLine(HistoryFile.ToLine(happened));
        }
    }

    public void Dispose() => _file.Dispose();
}
