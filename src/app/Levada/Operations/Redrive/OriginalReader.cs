using System.Text;
using Levada.Client;
using Levada.Client.Consuming;
using Levada.Client.Producing;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Operations.Redrive;

/// <summary>Finds records by their offsets where dead letters hold no copy of them.</summary>
/// <remarks>Keeps what the last look at each partition brought: dead letters come in the order of their records, more or less.</remarks>
internal sealed class OriginalReader(KafkaClient client)
{
    private static readonly FetchOptions Options = new() { IsCommittedOnly = false, ResponsesAheadMax = 1, WaitMsMax = 0 };
    private readonly Dictionary<TopicPartition, Piece> _pieces = [];

    /// <returns>Null where it has left the log.</returns>
    public async Task<ProducerRecord?> FindAsync(TopicPartition partition, long offset, CancellationToken cancellationToken)
    {
        if (!_pieces.TryGetValue(partition, out var piece) || offset < piece.First || offset >= piece.Next)
            _pieces[partition] = piece = await ReadAsync(partition, offset, cancellationToken);
        return piece.Records.TryGetValue(offset, out var record) ? record : null;
    }

    /// <summary>A record of its own from one that lies in a buffer.</summary>
    public static ProducerRecord Copy(Record record, ReadOnlyMemory<RecordHeader> headers) => new()
    {
        Key = Memory(record.NullableKey), Value = Memory(record.NullableValue), Headers = headers,
    };

    // A null array would become empty memory.
    private static ReadOnlyMemory<byte>? Memory(NullableBytes bytes) => bytes.ToArray() is { } copy ? copy.AsMemory() : (ReadOnlyMemory<byte>?)null;

    public static List<RecordHeader> HeadersOf(Record record)
    {
        var headers = new List<RecordHeader>(record.HeaderCount);
        foreach (var header in record.Headers) headers.Add(new RecordHeader(Encoding.UTF8.GetString(header.Key), header.NullableValue.ToArray()));
        return headers;
    }

    private async Task<Piece> ReadAsync(TopicPartition partition, long offset, CancellationToken cancellationToken)
    {
        try
        {
            await using var fetcher = new Fetcher(client, Options, [KeyValuePair.Create(partition, offset)]);
            using var set = await fetcher.NextAsync(cancellationToken);
            return Read(set.Partitions.Single(), offset);
        }
        catch (KafkaException e) when (e.Error == ErrorCode.OffsetOutOfRange)
        {
            return new Piece(offset, offset + 1, []);
        }
    }

    private static Piece Read(FetchedPartition fetched, long offset)
    {
        var scratch = new FrameBuffer();
        var records = new Dictionary<long, ProducerRecord>();
        var reader = new FetchedRecordReader(fetched, scratch);
        while (reader.TryRead(out var record)) records[record.Offset] = Copy(record, HeadersOf(record).ToArray());
        scratch.Release();
        if (reader.Damage is { } damage) throw new InvalidDataException($"{fetched.Partition}: {damage}");
        return new Piece(offset, Math.Max(fetched.NextOffset, offset + 1), records);
    }

    /// <summary>What one look brought: everything from the first offset to the next one.</summary>
    private sealed record Piece(long First, long Next, Dictionary<long, ProducerRecord> Records);
}
