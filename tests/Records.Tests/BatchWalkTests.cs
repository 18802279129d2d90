using System.Buffers.Binary;
using CsCheck;
using Levada.Protocol;

namespace Levada.Records.Tests;

public sealed class BatchWalkTests
{
    private const int ByteCountMax = 1 << 20;

    public static TheoryData<CompressionCodec> Codecs => [.. Samples.Codecs];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void A_good_batch_is_found_good(CompressionCodec codec)
    {
        var result = Walk(Samples.Batch(3_000, 100, codec));
        Assert.Equal(BatchWalkError.None, result.Error);
        Assert.Equal(3_000, result.RecordCount);
        Assert.Equal((3_999, 2_999), (result.MaxTimestamp, result.MaxTimestampOffsetDelta));
        Assert.Equal((1_000, 0), (result.MinTimestamp, result.MinTimestampOffsetDelta));
        Assert.False(result.HasNullKey || result.HasNoTimestamp);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void A_record_longer_than_the_scratch_buffer_is_walked(CompressionCodec codec)
    {
        var result = Walk(Samples.Batch(3, 300_000, codec));
        Assert.Equal(BatchWalkError.None, result.Error);
        Assert.Equal(3, result.RecordCount);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void A_payload_beyond_the_bound_is_refused(CompressionCodec codec)
    {
        var batch = Samples.Read(Samples.Batch(1_000, 100, codec));
        var byteCount = (int)BatchWalk.Walk(batch, ByteCountMax).UncompressedByteCount;
        Assert.Equal(BatchWalkError.None, BatchWalk.Walk(batch, byteCount).Error);
        if (codec != CompressionCodec.None)
            Assert.Equal(BatchWalkError.DecompressedTooLarge, BatchWalk.Walk(batch, byteCount - 1).Error);
    }

    [Fact]
    public void Null_keys_and_missing_timestamps_are_found_where_they_are()
    {
        var result = Walk(Samples.Build(builder =>
        {
            builder.Append(10, "k"u8, "v"u8);
            builder.Append(-1, NullableBytes.Null, NullableBytes.Null);
            builder.Append(30, NullableBytes.Null, "v"u8);
            builder.Append(30, ""u8, "v"u8);
            builder.Append(5, "k"u8, ""u8);
        }));
        Assert.Equal(BatchWalkError.None, result.Error);
        Assert.Equal((1, 1), (result.FirstNullKeyIndex, result.FirstNoTimestampIndex));
        Assert.Equal((30, 2), (result.MaxTimestamp, result.MaxTimestampOffsetDelta));
        Assert.Equal((5, 4), (result.MinTimestamp, result.MinTimestampOffsetDelta));
    }

    [Fact]
    public void Records_without_any_timestamp_have_neither_least_nor_largest()
    {
        var result = Walk(Samples.Build(builder => builder.Append(-1, "k"u8, "v"u8)));
        Assert.Equal((-1, -1), (result.MaxTimestamp, result.MaxTimestampOffsetDelta));
        Assert.Equal((-1, -1), (result.MinTimestamp, result.MinTimestampOffsetDelta));
    }

    [Fact]
    public void Offsets_that_skip_are_refused() =>
        Assert.Equal(BatchWalkError.OffsetDelta, Walk(Samples.Build(builder =>
        {
            builder.AppendAt(0, 1, "k"u8, "v"u8);
            builder.AppendAt(2, 1, "k"u8, "v"u8);
        })).Error);

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(-1)]
    public void Another_count_than_the_headers_is_refused(int count)
    {
        var bytes = Samples.Batch(3, 10);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(RecordBatchFormat.RecordCountAt), count);
        Assert.Equal(BatchWalkError.RecordCount, Walk(bytes).Error);
    }

    // The record: length, attributes, timestamp delta, offset delta, key length, key, value length, value, header count.
    [Theory]
    [InlineData("10 00 00 00 02 6b 02 76 00", BatchWalkError.None)]
    [InlineData("10 01 00 00 02 6b 02 76 00", BatchWalkError.RecordAttributes)]
    [InlineData("10 00 00 02 02 6b 02 76 00", BatchWalkError.OffsetDelta)]
    [InlineData("0e 00 00 00 02 6b 02 76 00", BatchWalkError.MalformedRecord)]
    [InlineData("12 00 00 00 02 6b 02 76 00", BatchWalkError.MalformedRecord)]
    [InlineData("10 00 00 00 04 6b 02 76 00", BatchWalkError.MalformedRecord)]
    [InlineData("10 00 00 00 03 6b 02 76 00", BatchWalkError.MalformedRecord)]
    [InlineData("10 00 00 00 02 6b 03 76 00", BatchWalkError.MalformedRecord)]
    [InlineData("10 00 00 00 02 6b 02 76 01", BatchWalkError.MalformedRecord)]
    [InlineData("10 00 00 00 02 6b 02 76 02", BatchWalkError.MalformedRecord)]
    [InlineData("10 00 00 00 02 6b 02 76 80", BatchWalkError.MalformedRecord)]
    [InlineData("14 00 00 00 02 6b 02 76 02 00 01", BatchWalkError.None)]
    [InlineData("14 00 00 00 02 6b 02 76 02 01 01", BatchWalkError.MalformedRecord)]
    [InlineData("14 00 00 00 02 6b 02 76 02 00 03", BatchWalkError.MalformedRecord)]
    [InlineData("0c 00 00 00 01 01 00", BatchWalkError.None)]
    [InlineData("01", BatchWalkError.MalformedRecord)]
    [InlineData("00", BatchWalkError.MalformedRecord)]
    [InlineData("ff ff ff ff ff ff 00", BatchWalkError.MalformedRecord)]
    [InlineData("fe ff ff ff 0f 00", BatchWalkError.MalformedRecord)]
    public void Each_way_to_break_a_record_is_found(string record, BatchWalkError error)
    {
        var payload = Convert.FromHexString(record.Replace(" ", "", StringComparison.Ordinal));
        foreach (var codec in Samples.Codecs) Assert.Equal(error, Walk(Wrap(payload, 1, codec)).Error);
    }

    [Fact]
    public void The_walk_agrees_with_the_reader_on_good_and_damaged_batches() =>
        Gen.Select(GenRecords, Gen.Int[0, int.MaxValue], Gen.Byte, Gen.Bool, GenCodec).Sample((records, at, value, isDamaged, codec) =>
        {
            var payload = Samples.Read(Samples.Build(builder => records.ForEach(record => record.AppendTo(builder)))).Payload.ToArray();
            if (isDamaged) payload[at % payload.Length] = value;
            var bytes = Wrap(payload, records.Count, codec);
            var expected = ReadAll(Samples.Read(Wrap(payload, records.Count, CompressionCodec.None)));
            var actual = Walk(bytes);
            Assert.Equal(expected is null, !actual.IsValid);
            if (expected is null) return;
            Assert.Equal(expected.Count, actual.RecordCount);
            Assert.Equal(expected.FindIndex(record => record.IsKeyNull), actual.FirstNullKeyIndex);
            Assert.Equal(expected.Select(record => record.Timestamp).Append(-1).Max(), actual.MaxTimestamp);
            Assert.Equal(
                expected.Select(record => record.Timestamp).Where(time => time != -1).DefaultIfEmpty(-1).Min(), actual.MinTimestamp);
        }, iter: 5_000);

    [Fact]
    public void Arbitrary_payloads_never_throw() =>
        Gen.Select(Gen.Byte.Array[0, 400], GenCodec, Gen.Int).Sample(
            (payload, codec, count) => Assert.True(Walk(Wrap(payload, count, codec)).RecordCount >= 0), iter: 20_000);

    [Fact]
    public void A_codec_that_does_not_exist_is_refused()
    {
        var bytes = Samples.Batch(1, 10);
        bytes[RecordBatchFormat.AttributesAt + 1] = 6;
        Assert.Equal(BatchWalkError.UnknownCodec, Walk(bytes).Error);
    }

    [Theory]
    [InlineData(CompressionCodec.None)]
    [InlineData(CompressionCodec.Lz4)]
    [InlineData(CompressionCodec.Zstd)]
    public void A_walk_allocates_nothing_once_warm(CompressionCodec codec)
    {
        var bytes = Samples.Batch(2_000, 100, codec);
        for (var i = 0; i < 100; i++) Walk(bytes);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++) Walk(bytes);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static Gen<CompressionCodec> GenCodec => Gen.Enum<CompressionCodec>();

    private static Gen<List<SampleRecord>> GenRecords => SampleRecord.Gen.List[1, 20];

    private static BatchWalkResult Walk(byte[] bytes) => BatchWalk.Walk(Samples.Read(bytes), ByteCountMax);

    /// <summary>A batch around a payload that need not be well formed.</summary>
    private static byte[] Wrap(byte[] payload, int count, CompressionCodec codec)
    {
        var target = new FrameBuffer();
        Samples.Build(_ => { }, new RecordBatchOptions { Codec = codec }).AsSpan(0, RecordBatchFormat.RecordsAt)
            .CopyTo(target.Append(RecordBatchFormat.RecordsAt));
        Compression.Compress(codec, payload, target);
        var batch = target.Written;
        BinaryPrimitives.WriteInt32BigEndian(
            batch[RecordBatchFormat.BatchLengthAt..], batch.Length - RecordBatchFormat.LengthOverheadByteCount);
        BinaryPrimitives.WriteInt32BigEndian(batch[RecordBatchFormat.RecordCountAt..], count);
        BinaryPrimitives.WriteInt64BigEndian(batch[RecordBatchFormat.BaseTimestampAt..], 0);
        return batch.ToArray();
    }

    /// <summary>What the reader finds; null where the walk has to find an error.</summary>
    private static List<(bool IsKeyNull, long Timestamp)>? ReadAll(RecordBatch batch)
    {
        var found = new List<(bool, long)>();
        var payload = batch.Payload;
        var reader = new RecordReader(batch);
        while (reader.TryRead(out var record))
        {
            Varint.Read(payload, out var prefixByteCount);
            if (payload[prefixByteCount] != 0 || record.OffsetDelta != found.Count) return null;
            payload = payload[(prefixByteCount + Varint.Read(payload, out _))..];
            found.Add((record.IsKeyNull, record.Timestamp));
        }

        return reader.Failed ? null : found;
    }
}
