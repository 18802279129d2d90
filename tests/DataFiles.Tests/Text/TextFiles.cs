using System.Collections.Immutable;
using System.Text;
using Levada.DataFiles.Text;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Text;

namespace Levada.DataFiles.Tests.Text;

/// <summary>Text files as tests write and read them.</summary>
internal static class TextFiles
{
    public static RowSchema Schema { get; } = new(
    [
        new Column("id", SqlType.Integer, ColumnKind.Int32, JavaType.Integer),
        new Column("msg", SqlType.VarChar, ColumnKind.Text, JavaType.String),
    ]);

    public static TextOptions Delimited(char field = ',', char record = '\n', char enclose = '\0', char escape = '\0') => new()
    {
        Input = new DelimiterSet(field, record, enclose, escape, false),
        Output = new DelimiterSet(field, record, enclose, escape, false),
    };

    /// <summary>The rows of a file or a part of it, each as <c>position:id,msg</c>.</summary>
    public static List<string> Read(Stream stream, TextOptions? text = null, long start = 0, long length = long.MaxValue, Action<string>? warn = null)
    {
        using var reader = new DelimitedReader(stream, "data/part-0", Schema, text ?? new TextOptions(), start, length) { Warn = warn ?? (_ => { }) };
        return ReadAll(reader);
    }

    public static List<string> Read(string content, TextOptions? text = null) => Read(new MemoryStream(Encoding.UTF8.GetBytes(content)), text);

    public static List<string> ReadAll(IRowReader reader)
    {
        var rows = new List<string>();
        var batch = new RowBatch(reader.Schema);
        while (reader.Read(batch, CancellationToken.None))
        {
            Assert.NotNull(batch.SourceName);
            for (var row = 0; row < batch.RowCount; row++)
                rows.Add($"{batch.PositionOf(row)}:{string.Join(',', ValuesOf(batch, row))}");
        }
        Assert.Equal(0, batch.RowCount);
        return rows;
    }

    private static ImmutableArray<string> ValuesOf(RowBatch batch, int row) =>
        [.. batch.Columns.Select((column, ordinal) => ValueText.Of(batch.Schema[ordinal], column, row) ?? "(NULL)")];

    /// <summary>A stream that yields at most so many bytes at once and cannot seek, like one that decompresses.</summary>
    public sealed class Trickle(byte[] content, int bytesAtOnce) : MemoryStream(content)
    {
        public override bool CanSeek => false;

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, bytesAtOnce)]);
    }
}
