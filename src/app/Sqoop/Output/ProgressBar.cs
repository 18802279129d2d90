namespace Levada.Sqoop.Output;

/// <summary>One line at the bottom of a terminal that counts what has moved.</summary>
internal sealed class ProgressBar : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly TextWriter _terminal;
    private readonly TimeProvider _time;
    private readonly Lock _gate;
    private readonly ITimer _timer;
    private readonly long _start;
    private long _rows;
    private long _bytes;
    private bool _isDrawn;
    private bool _isDisposed;

    /// <param name="gate">Held by whoever writes to the terminal.</param>
    public ProgressBar(TextWriter terminal, TimeProvider time, Lock gate)
    {
        _terminal = terminal;
        _time = time;
        _gate = gate;
        _start = time.GetTimestamp();
        _timer = time.CreateTimer(_ => Draw(), null, Interval, Interval);
    }

    public void Add(long rows, long bytes)
    {
        Interlocked.Add(ref _rows, rows);
        Interlocked.Add(ref _bytes, bytes);
    }

    /// <summary>Empties the line; the caller holds the gate.</summary>
    public void Clear()
    {
        if (!_isDrawn) return;
        _terminal.Write("\r\e[K");
        _isDrawn = false;
    }

    public void Dispose()
    {
        _timer.Dispose();
        lock (_gate)
        {
            _isDisposed = true;
            Clear();
            _terminal.Flush();
        }
    }

    private void Draw()
    {
        var line = ProgressLine.Of(Interlocked.Read(ref _rows), Interlocked.Read(ref _bytes), _time.GetElapsedTime(_start));
        lock (_gate)
        {
            if (_isDisposed) return;
            _terminal.Write($"\r{line}\e[K");
            _terminal.Flush();
            _isDrawn = true;
        }
    }
}
