using System.Buffers;
using System.Text.Json;
using Levada.Output;

namespace Levada.Dump;

/// <summary>Prints one line per entry as it is found: <c>name=value</c> pairs for people, JSON lines else.</summary>
internal sealed class DumpSink(Screen screen) : IDisposable
{
    private readonly ByteSink _sink = new(screen.Output);
    private readonly ArrayBufferWriter<byte> _json = new();
    private string _file = "";

    public bool HasDamage { get; private set; }

    /// <summary>The entries that follow are this file's.</summary>
    public void Begin(string file)
    {
        _file = file;
        if (screen.Format != OutputFormat.Json) _sink.Write($"# {file}\n");
    }

    public void Add(params ReadOnlySpan<(string Name, Cell Value)> entry)
    {
        if (screen.Format == OutputFormat.Json) AddJson(entry);
        else AddText(entry);
        _sink.FlushIfLarge();
    }

    /// <summary>Says where a file stops making sense; the process will end with a failure.</summary>
    public void AddDamage(long position, string what)
    {
        HasDamage = true;
        Add(("position", position), ("damage", what));
    }

    public void Dispose() => _sink.Flush();

    private void AddText(ReadOnlySpan<(string Name, Cell Value)> entry)
    {
        var isFirst = true;
        foreach (var (name, value) in entry)
        {
            if (!isFirst) _sink.Write((byte)' ');
            isFirst = false;
            _sink.Write(name);
            _sink.Write((byte)'=');
            _sink.Write(value.Text);
        }

        _sink.Write((byte)'\n');
    }

    private void AddJson(ReadOnlySpan<(string Name, Cell Value)> entry)
    {
        _json.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_json))
        {
            writer.WriteStartObject();
            writer.WriteString("file", _file);
            foreach (var (name, value) in entry)
            {
                writer.WritePropertyName(name);
                value.WriteJson(writer);
            }

            writer.WriteEndObject();
        }

        _sink.Write(_json.WrittenSpan);
        _sink.Write((byte)'\n');
    }
}
