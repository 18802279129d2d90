using System.Text;
using Levada.Output;
using Levada.Protocol;
using Levada.Records;
using Record = Levada.Records.Record;

namespace Levada.Cli.Tests;

/// <summary>Batches of one record, for tests of what prints records.</summary>
internal static class TestRecords
{
    public const long TimestampMs = 1_700_000_000_123;

    public static FrameBuffer Batch(NullableBytes key, NullableBytes value, params RecordHeader[] headers)
    {
        var builder = new RecordBatchBuilder();
        builder.Start(new RecordBatchOptions { BaseOffset = 42 });
        builder.Append(TimestampMs, key, value, headers);
        var bytes = new FrameBuffer();
        builder.Build(bytes);
        return bytes;
    }

    public static string Print(FrameBuffer batch, Action<ByteSink, Record> print)
    {
        Assert.True(RecordBatch.TryRead(batch.Written, out var view));
        Assert.True(new RecordReader(view).TryRead(out var record));
        using var stream = new MemoryStream();
        var sink = new ByteSink(stream);
        print(sink, record);
        sink.Flush();
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
