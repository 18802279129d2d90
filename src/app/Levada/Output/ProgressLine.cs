namespace Levada.Output;

/// <summary>One line on the terminal that is written over and over while long work goes on; silent in a pipe.</summary>
internal sealed class ProgressLine(Screen screen, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);
    private long _shownAt = time.GetTimestamp();
    private int _length;

    /// <summary>Shows the line if it is time; <paramref name="text"/> is made only then.</summary>
    public void Update(Func<string> text)
    {
        if (!screen.HasProgress || time.GetElapsedTime(_shownAt) < Interval) return;
        _shownAt = time.GetTimestamp();
        var line = text();
        screen.Remarks.Write($"\r{line.PadRight(_length)}");
        _length = line.Length;
    }

    public void Dispose()
    {
        if (_length > 0) screen.Remarks.Write($"\r{new string(' ', _length)}\r");
        _length = 0;
    }
}
