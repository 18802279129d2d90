using System.Text;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace Levada.Output;

/// <summary>Where a command's results and remarks go.</summary>
/// <param name="output">Results.</param>
/// <param name="remarks">Everything else: progress, warnings, errors.</param>
/// <param name="width">Columns of the terminal; <see cref="int.MaxValue"/> where the output is none.</param>
internal sealed class Screen(Stream output, TextWriter remarks, OutputFormat format, int width, bool hasProgress)
{
    private static readonly byte[] NewLine = "\n"u8.ToArray();

    public OutputFormat Format => format;
    public Stream Output => output;
    public TextWriter Remarks => remarks;

    /// <summary>Whether someone watches, so that progress is worth showing.</summary>
    public bool HasProgress => hasProgress;

    /// <summary>The process's own standard streams.</summary>
    public static Screen OfConsole(OutputFormat format)
    {
        var width = Console.IsOutputRedirected ? int.MaxValue : ConsoleWidth();
        return new Screen(StandardOutput(), Console.Error, format, width, !Console.IsErrorRedirected);
    }

    /// <summary>One table: an array in JSON.</summary>
    public void Write(Table table)
    {
        if (format == OutputFormat.Json) WriteJson(writer => WriteRows(writer, table));
        else WriteLines(TableWriter.Lines(table, width));
    }

    /// <summary>Several tables with an empty line between them: an object of arrays in JSON.</summary>
    public void Write(IReadOnlyList<Table> tables)
    {
        if (format == OutputFormat.Json)
        {
            WriteJson(writer =>
            {
                writer.WriteStartObject();
                foreach (var table in tables)
                {
                    writer.WritePropertyName(table.Name);
                    WriteRows(writer, table);
                }

                writer.WriteEndObject();
            });
            return;
        }

        WriteLines(tables.Where(table => table.Rows.Count > 0).SelectMany((table, index) =>
            index == 0 ? TableWriter.Lines(table, width) : TableWriter.Lines(table, width).Prepend("")));
    }

    /// <summary>A sentence for people; JSON readers have asked for data only.</summary>
    public void Say(string sentence)
    {
        if (format != OutputFormat.Json) WriteLines([sentence]);
    }

    public void Warn(string sentence) => remarks.WriteLine(sentence);

    /// <summary>A stream that says when the reader of a pipe has gone: to the console's own that is no error, and a command would go on for nobody.</summary>
    private static Stream StandardOutput()
    {
        const int Descriptor = 1;
        if (OperatingSystem.IsWindows()) return Console.OpenStandardOutput();
        var stream = new FileStream(new SafeFileHandle(Descriptor, ownsHandle: false), FileAccess.Write, bufferSize: 0);

        // A file that others write to as well has one position for all, which this class would keep to itself.
        return stream.CanSeek ? Console.OpenStandardOutput() : stream;
    }

    private static int ConsoleWidth()
    {
        try
        {
            return Console.WindowWidth is > 0 and var columns ? columns : int.MaxValue;
        }
        catch (IOException)
        {
            return int.MaxValue;
        }
    }

    private static void WriteRows(Utf8JsonWriter writer, Table table)
    {
        writer.WriteStartArray();
        foreach (var row in table.Rows)
        {
            writer.WriteStartObject();
            for (var index = 0; index < row.Length; index++)
            {
                writer.WritePropertyName(table.Columns[index].JsonName);
                row[index].WriteJson(writer);
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private void WriteJson(Action<Utf8JsonWriter> write)
    {
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Indented = width != int.MaxValue })) write(writer);
        output.Write(NewLine);
        output.Flush();
    }

    private void WriteLines(IEnumerable<string> lines)
    {
        var text = new StringBuilder();
        foreach (var line in lines) text.Append(line).Append('\n');
        output.Write(Encoding.UTF8.GetBytes(text.ToString()));
        output.Flush();
    }
}
