using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace Levada.Http;

/// <summary>Writes the Prometheus text format, version 0.0.4.</summary>
/// <remarks>All samples of a family follow its <see cref="Family"/>. Labels come as name and value in turn.</remarks>
internal sealed class PrometheusText(IBufferWriter<byte> output)
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private string _family = "";

    /// <summary>Begins a metric. A counter's name ends in <c>_total</c>.</summary>
    public void Family(string name, string type, string help)
    {
        _family = name;
        Write($"# HELP {name} {help}\n# TYPE {name} {type}\n");
    }

    public void Sample(double value, params ReadOnlySpan<string> labels)
    {
        WriteNameAndLabels(labels);
        Write(Text(value));
        Write("\n");
    }

    public void Sample(long value, params ReadOnlySpan<string> labels)
    {
        WriteNameAndLabels(labels);
        var span = output.GetSpan(20);
        Utf8Formatter.TryFormat(value, span, out var written);
        output.Advance(written);
        Write("\n");
    }

    /// <summary>A family with one sample.</summary>
    public void Single(string name, string type, string help, double value)
    {
        Family(name, type, help);
        Sample(value);
    }

    private void WriteNameAndLabels(ReadOnlySpan<string> labels)
    {
        Write(_family);
        for (var i = 0; i < labels.Length; i += 2)
        {
            Write(i == 0 ? "{" : ",");
            Write(labels[i]);
            Write("=\"");
            WriteEscaped(labels[i + 1]);
            Write("\"");
        }

        Write(labels.Length > 0 ? "} " : " ");
    }

    private void WriteEscaped(string value)
    {
        if (value.AsSpan().IndexOfAny('\\', '"', '\n') >= 0)
        {
            value = value.Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal)
                .Replace("\n", "\\n", StringComparison.Ordinal);
        }

        Write(value);
    }

    private void Write(string text) => Encoding.UTF8.GetBytes(text, output);

    private static string Text(double value) => value switch
    {
        double.PositiveInfinity => "+Inf",
        double.NegativeInfinity => "-Inf",
        _ => value.ToString("R", CultureInfo.InvariantCulture),
    };
}
