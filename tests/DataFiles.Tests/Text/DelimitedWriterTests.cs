using System.Text;
using Levada.DataFiles.Text;
using Levada.Transfer.Rows;
using Levada.Transfer.Text;
using static Levada.DataFiles.Tests.Text.TextFiles;

namespace Levada.DataFiles.Tests.Text;

public sealed class DelimitedWriterTests
{
    private static RowBatch BatchOf(int firstId, int count, string message)
    {
        var batch = new RowBatch(Schema);
        for (var id = firstId; id < firstId + count; id++)
        {
            batch.Columns[0].AppendInt32(id);
            batch.Columns[1].AppendText(message);
        }
        return batch;
    }

    [Fact]
    public void Rows_stand_in_the_stream_after_the_end()
    {
        using var stream = new MemoryStream();
        using (var writer = new DelimitedWriter(stream, Schema, Delimited(), new FormatOptions()))
        {
            writer.Write(BatchOf(1, 2, "a"), CancellationToken.None);
            writer.Write(BatchOf(3, 1, "é"), CancellationToken.None);
            writer.Finish();
        }
        Assert.Equal("1,a\n2,a\n3,é\n", Encoding.UTF8.GetString(stream.ToArray()));
        Assert.True(stream.CanWrite);
    }

    [Fact]
    public void A_cut_hands_over_whole_records()
    {
        using var stream = new MemoryStream();
        using var writer = new DelimitedWriter(stream, Schema, Delimited(), new FormatOptions());
        writer.Write(BatchOf(1, 1, "a"), CancellationToken.None);
        Assert.True(writer.Cut());
        Assert.Equal("1,a\n", Encoding.UTF8.GetString(stream.ToArray()));
        writer.Write(BatchOf(2, 1, "b"), CancellationToken.None);
        writer.Finish();
        Assert.Equal("1,a\n2,b\n", Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        using var stream = new MemoryStream();
        var text = Delimited(enclose: '"', escape: '\\');
        using var writer = new DelimitedWriter(stream, Schema, text, new FormatOptions());
        var message = string.Concat(Enumerable.Repeat("a\\\"\n,é", 50));
        for (var id = 0; id < 5000; id += 1000)
            writer.Write(BatchOf(id, 1000, message), CancellationToken.None);
        writer.Finish();
        stream.Position = 0;
        var rows = Read(stream, text);
        Assert.Equal(5000, rows.Count);
        Assert.All(rows, row => Assert.EndsWith(message, row));
        Assert.StartsWith($"{(4999 * 51) + 1}:4999,", rows[^1]);
    }

    [Fact]
    public void A_value_larger_than_the_buffer_is_written_whole()
    {
        using var stream = new MemoryStream();
        using var writer = new DelimitedWriter(stream, Schema, Delimited(), new FormatOptions());
        var message = new string('x', 3_000_000);
        writer.Write(BatchOf(1, 2, message), CancellationToken.None);
        writer.Finish();
        Assert.Equal($"1,{message}\n2,{message}\n", Encoding.UTF8.GetString(stream.ToArray()));
    }

    [Fact]
    public void A_cancelled_write_writes_nothing()
    {
        using var stream = new MemoryStream();
        using var writer = new DelimitedWriter(stream, Schema, Delimited(), new FormatOptions());
        Assert.Throws<OperationCanceledException>(() => writer.Write(BatchOf(1, 1, "a"), new CancellationToken(true)));
        writer.Finish();
        Assert.Empty(stream.ToArray());
    }

    [Fact]
    public void A_buffer_keeps_to_its_rules()
    {
        using var stream = new MemoryStream();
        using (var buffer = new StreamBuffer(stream))
        {
            "ab"u8.CopyTo(buffer.GetSpan(2));
            buffer.Advance(2);
            "c"u8.CopyTo(buffer.GetMemory(1).Span);
            buffer.Advance(1);
            Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(int.MaxValue));
            Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Advance(-1));
            Assert.True(buffer.GetSpan(5_000_000).Length >= 5_000_000);
            buffer.Flush();
        }
        Assert.Equal("abc"u8.ToArray(), stream.ToArray());
        var disposed = new StreamBuffer(stream);
        disposed.Dispose();
        Assert.Throws<ObjectDisposedException>(() => disposed.GetMemory());
    }
}
