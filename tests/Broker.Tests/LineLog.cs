using System.Text;

namespace Levada.Broker.Tests;

/// <summary>Keeps what a broker logs, so that a test can show it and look for errors.</summary>
internal sealed class LineLog : TextWriter
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    public override Encoding Encoding => Encoding.UTF8;

    public IReadOnlyList<string> Errors
    {
        get
        {
            lock (_gate) return [.. _lines.Where(line => line.Contains(" ERROR ", StringComparison.Ordinal))];
        }
    }

    public IReadOnlyList<string> Lines
    {
        get
        {
            lock (_gate) return [.. _lines];
        }
    }

    public override void Write(char value) => throw new NotSupportedException("The broker logs whole lines.");

    public override void WriteLine(string? value)
    {
        lock (_gate) _lines.Add(value ?? "");
    }
}
