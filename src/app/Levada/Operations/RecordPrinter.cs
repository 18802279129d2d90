using Levada.Client;
using Levada.Client.Consuming;
using Levada.Output;
using Levada.Protocol;
using Levada.Records;
using Levada.Text;

namespace Levada.Operations;

/// <summary>Prints fetched records up to a count and up to a stop per partition.</summary>
internal sealed class RecordPrinter(ConsumeOptions options, Screen screen) : IDisposable
{
    private readonly ByteSink _sink = new(screen.Output);
    private readonly FrameBuffer _scratch = new();
    private readonly JsonRecordWriter _json = new();

    public long PrintedCount { get; private set; }
    public bool IsCountReached => PrintedCount >= options.CountMax;

    /// <param name="stop">The first offset not to print; null for none.</param>
    /// <returns>The offset after the last record handled: where the next reader goes on.</returns>
    /// <exception cref="KafkaException">The data is damaged.</exception>
    public long Print(FetchedPartition fetched, long? stop)
    {
        var reader = new FetchedRecordReader(fetched, _scratch);
        var next = fetched.FetchOffset;
        while (!IsCountReached)
        {
            if (!reader.TryRead(out var record))
            {
                if (reader.Damage is { } damage) throw new KafkaException(ErrorCode.CorruptMessage, $"{fetched.Partition}: {damage}");
                return fetched.NextOffset;
            }

            if (record.Offset >= stop) return stop.Value;
            Print(fetched.Partition, record, reader.TimestampType);
            next = record.Offset + 1;
        }

        return next;
    }

    public void Flush() => _sink.Flush();

    public void Dispose()
    {
        _json.Dispose();
        _scratch.Release();
    }

    private void Print(TopicPartition partition, Record record, TimestampType timestampType)
    {
        if (options.Format is { } format) format.Write(_sink, partition.Topic, partition.Partition, record, options.NullText);
        else _json.Write(_sink, partition.Topic, partition.Partition, record, timestampType);
        PrintedCount++;
        _sink.FlushIfLarge();
    }
}
