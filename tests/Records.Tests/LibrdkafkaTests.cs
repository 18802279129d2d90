using System.Text;
using Levada.Protocol;

namespace Levada.Records.Tests;

public sealed class LibrdkafkaTests
{
    public static TheoryData<CompressionCodec> Codecs => [.. Samples.Codecs];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void A_batch_of_librdkafka_reads_as_what_was_sent(CompressionCodec codec)
    {
        var batch = Samples.Read(ReadBatch(codec));
        Assert.Equal(codec, batch.Codec);
        Assert.True(batch.IsCrcValid);
        Assert.Equal(40, batch.RecordCount);
        Assert.Equal(39, batch.LastOffset);
        Assert.False(batch.HasProducerId || batch.IsControl || batch.IsTransactional);
        var index = 0;
        foreach (var record in new RecordReader(batch, Samples.Decompress(batch))) AssertRecord(record, index++);
        Assert.Equal(40, index);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void A_batch_of_librdkafka_passes_the_walk(CompressionCodec codec)
    {
        var batch = Samples.Read(ReadBatch(codec));
        var result = BatchWalk.Walk(batch, 1 << 20);
        Assert.Equal(BatchWalkError.None, result.Error);
        Assert.Equal(40, result.RecordCount);
        Assert.Equal(batch.MaxTimestamp, result.MaxTimestamp);
        Assert.False(result.HasNullKey);
        Assert.Equal(Samples.Decompress(batch).Length, result.UncompressedByteCount);
    }

    [Fact]
    public void The_builder_writes_librdkafkas_very_bytes()
    {
        var golden = ReadBatch(CompressionCodec.None);
        var time = Samples.Read(golden).BaseTimestamp;
        var built = Samples.Build(
            builder =>
            {
                for (var i = 0; i < 40; i++)
                    builder.Append(time, Encoding.UTF8.GetBytes($"key-{i + 1}"), Value(i), Headers);
            },
            new RecordBatchOptions { PartitionLeaderEpoch = new(0) });
        Assert.Equal(golden, built);
    }

    [Fact]
    public void An_idempotent_batch_with_nulls_is_written_the_same()
    {
        var golden = Golden.Read("rdkafka-idempotent");
        var batch = Samples.Read(golden);
        Assert.Equal((4711L, (short)3, 0, 2), (batch.ProducerId, batch.ProducerEpoch.Value, batch.BaseSequence, batch.LastSequence));
        Assert.Equal(2, BatchWalk.Walk(batch, 1 << 20).FirstNullKeyIndex);
        var time = batch.BaseTimestamp;
        var built = Samples.Build(
            builder =>
            {
                builder.Append(time, "a"u8, "1"u8);
                builder.Append(time, "b"u8, NullableBytes.Null);
                builder.Append(time, NullableBytes.Null, "c"u8);
            },
            new RecordBatchOptions
            {
                PartitionLeaderEpoch = new(0), ProducerId = 4711, ProducerEpoch = new(3), BaseSequence = 0,
            });
        Assert.Equal(golden, built);
    }

    private static RecordHeader[] Headers =>
        [new("source", "golden"u8.ToArray()), new("empty", []), new("none", null)];

    private static byte[] ReadBatch(CompressionCodec codec) => Golden.Read("rdkafka-" + codec.ToString().ToLowerInvariant());

    private static byte[] Value(int index) => Encoding.UTF8.GetBytes(
        $$"""{"id":{{index + 1}},"name":"package-{{index + 1}}","section":"libs","text":"the quick brown fox jumps over the lazy dog"}""");

    private static void AssertRecord(Record record, int index)
    {
        Assert.Equal(index, record.OffsetDelta);
        Assert.Equal($"key-{index + 1}", Encoding.UTF8.GetString(record.Key));
        Assert.Equal(Value(index), record.Value.ToArray());
        var headers = new List<RecordHeader>();
        foreach (var header in record.Headers) headers.Add(new(Encoding.UTF8.GetString(header.Key), header.NullableValue.ToArray()));
        Assert.Equal(Headers.Select(header => header.Key), headers.Select(header => header.Key));
        Assert.Equal(Headers.Select(header => header.Value), headers.Select(header => header.Value));
    }
}
