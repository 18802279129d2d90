using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Levada.Protocol;

namespace Levada.Records.Tests;

public sealed class RecordBatchTests
{
    [Fact]
    public void Every_field_of_the_header_is_read_where_the_format_puts_it()
    {
        byte[] bytes =
        [
            0, 0, 0, 0, 0, 0, 1, 0, // base offset 256
            0, 0, 0, 49, // length
            0, 0, 0, 7, // leader epoch
            2, // magic
            0xde, 0xad, 0xbe, 0xef, // CRC
            0, 0x3c, // zstd, log append time, transactional, control
            0, 0, 0, 4, // last offset delta
            0, 0, 0, 0, 0, 0, 2, 0, // base timestamp 512
            0, 0, 0, 0, 0, 0, 3, 0, // max timestamp 768
            0, 0, 0, 0, 0, 0, 0, 9, // producer id
            0, 5, // producer epoch
            0x7f, 0xff, 0xff, 0xfe, // base sequence
            0, 0, 0, 5, // count
        ];
        var batch = Samples.Read(bytes);
        Assert.Equal((256L, 260L, 261L), (batch.BaseOffset, batch.LastOffset, batch.NextOffset));
        Assert.Equal((49, 61, new LeaderEpoch(7), (sbyte)2), (batch.BatchLength, batch.SizeBytes, batch.PartitionLeaderEpoch, batch.Magic));
        Assert.Equal((0xdeadbeef, CompressionCodec.Zstd, TimestampType.LogAppendTime), (batch.Crc, batch.Codec, batch.TimestampType));
        Assert.True(batch.IsTransactional && batch.IsControl && !batch.HasDeleteHorizon && !batch.IsCrcValid);
        Assert.Equal((512L, 768L, 9L, new ProducerEpoch(5)), (batch.BaseTimestamp, batch.MaxTimestamp, batch.ProducerId, batch.ProducerEpoch));
        Assert.Equal((int.MaxValue - 1, 2, 5), (batch.BaseSequence, batch.LastSequence, batch.RecordCount));
        Assert.True(batch.Payload.IsEmpty);
    }

    [Fact]
    public void The_header_alone_says_the_same_as_the_batch() =>
        Gen.Byte.Array[RecordBatchFormat.HeaderByteCount].Sample(bytes =>
        {
            bytes[RecordBatchFormat.MagicAt] = 2;
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(RecordBatchFormat.BatchLengthAt), RecordBatchFormat.BatchLengthMin);
            var batch = Samples.Read(bytes);
            Assert.True(RecordBatchHeader.TryRead(bytes, out var header));
            Assert.Equal(
                (batch.BaseOffset, batch.BatchLength, batch.SizeBytes, batch.PartitionLeaderEpoch, batch.Crc, batch.Attributes),
                (header.BaseOffset, header.BatchLength, header.SizeBytes, header.PartitionLeaderEpoch, header.Crc, header.Attributes));
            Assert.Equal(
                (batch.Codec, batch.IsCodecKnown, batch.TimestampType, batch.IsTransactional, batch.IsControl, batch.HasDeleteHorizon),
                (header.Codec, header.IsCodecKnown, header.TimestampType, header.IsTransactional, header.IsControl, header.HasDeleteHorizon));
            Assert.Equal(
                (batch.LastOffset, batch.NextOffset, batch.BaseTimestamp, batch.MaxTimestamp, batch.HasProducerId, batch.ProducerId),
                (header.LastOffset, header.NextOffset, header.BaseTimestamp, header.MaxTimestamp, header.HasProducerId, header.ProducerId));
            Assert.Equal(
                (batch.ProducerEpoch, batch.BaseSequence, batch.LastSequence, batch.RecordCount, batch.LastOffsetDelta),
                (header.ProducerEpoch, header.BaseSequence, header.LastSequence, header.RecordCount, header.LastOffsetDelta));
        });

    [Theory]
    [InlineData(int.MaxValue, 0, int.MaxValue)]
    [InlineData(int.MaxValue, 1, 0)]
    [InlineData(int.MaxValue - 2, 5, 2)]
    [InlineData(0, 5, 5)]
    public void Sequences_wrap_to_zero(int sequence, int delta, int expected) =>
        Assert.Equal(expected, RecordBatchFormat.AddSequence(sequence, delta));

    [Theory]
    [InlineData(0, RecordBatchError.ObsoleteMagic)]
    [InlineData(1, RecordBatchError.ObsoleteMagic)]
    [InlineData(3, RecordBatchError.UnknownMagic)]
    [InlineData(255, RecordBatchError.UnknownMagic)]
    public void Another_magic_is_refused_for_what_it_is(byte magic, RecordBatchError error)
    {
        var bytes = Samples.Batch(1, 10);
        bytes[RecordBatchFormat.MagicAt] = magic;
        Assert.False(RecordBatch.TryRead(bytes, out _, out var found));
        Assert.Equal(error, found);
    }

    [Fact]
    public void An_old_message_shorter_than_todays_header_is_known_for_what_it_is()
    {
        var message = new byte[26];
        message[11] = 14;
        Assert.False(RecordBatchHeader.TryRead(message, out _, out var error));
        Assert.Equal(RecordBatchError.ObsoleteMagic, error);
    }

    [Theory]
    [InlineData(48)]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MinValue)]
    [InlineData(int.MaxValue)]
    [InlineData(int.MaxValue - 11)]
    public void A_length_that_cannot_be_is_refused(int length)
    {
        var bytes = Samples.Batch(1, 10);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(RecordBatchFormat.BatchLengthAt), length);
        Assert.False(RecordBatch.TryRead(bytes, out _, out var error));
        Assert.Equal(RecordBatchError.InvalidLength, error);
    }

    [Fact]
    public void A_batch_cut_anywhere_is_truncated()
    {
        var bytes = Samples.Batch(1, 10);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.False(RecordBatch.TryRead(bytes.AsSpan(0, length), out _, out var error));
            Assert.Equal(RecordBatchError.Truncated, error);
        }
    }

    [Fact]
    public void Stamps_outside_the_crc_leave_it_valid()
    {
        var bytes = Samples.Batch(5, 10);
        RecordBatchStamp.SetLeaderEpoch(bytes, new(42));
        RecordBatchStamp.SetLastOffset(bytes, 1_004);
        var batch = Samples.Read(bytes);
        Assert.Equal((1_000L, 1_004L, 42), (batch.BaseOffset, batch.LastOffset, batch.PartitionLeaderEpoch.Value));
        Assert.True(batch.IsCrcValid);
        Assert.Equal(1_003, LastOffsets(bytes)[^2]);
    }

    [Fact]
    public void The_brokers_time_stands_for_every_records_and_renews_the_crc()
    {
        var bytes = Samples.Batch(3, 10);
        RecordBatchStamp.SetLogAppendTime(bytes, 777);
        var batch = Samples.Read(bytes);
        Assert.True(batch.IsCrcValid);
        Assert.Equal((TimestampType.LogAppendTime, 777L), (batch.TimestampType, batch.MaxTimestamp));
        foreach (var record in new RecordReader(batch)) Assert.Equal(777, record.Timestamp);
        RecordBatchStamp.SetMaxTimestamp(bytes, TimestampType.CreateTime, 1_002);
        Assert.Equal(Samples.Batch(3, 10), bytes);
    }

    [Fact]
    public void A_producer_is_stamped_with_a_valid_crc()
    {
        var bytes = Samples.Batch(3, 10);
        RecordBatchStamp.SetProducer(bytes, 12, new(3), 9);
        var batch = Samples.Read(bytes);
        Assert.True(batch.IsCrcValid);
        Assert.Equal((12L, new ProducerEpoch(3), 9, 11), (batch.ProducerId, batch.ProducerEpoch, batch.BaseSequence, batch.LastSequence));
    }

    [Fact]
    public void Batches_one_after_another_are_walked_and_a_cut_one_is_told_apart()
    {
        byte[] first = Samples.Batch(2, 10), second = Samples.Batch(3, 20);
        byte[] bytes = [.. first, .. second, .. first.AsSpan(0, 30)];
        var batches = new RecordBatchEnumerator(bytes);
        var counts = new List<int>();
        while (batches.MoveNext()) counts.Add(batches.Current.RecordCount);
        Assert.Equal([2, 3], counts);
        Assert.Equal((RecordBatchError.Truncated, 30), (batches.Error, batches.TrailingByteCount));
        var whole = new RecordBatchEnumerator([.. first, .. second]);
        while (whole.MoveNext());
        Assert.Equal((RecordBatchError.None, 0), (whole.Error, whole.TrailingByteCount));
    }

    [Fact]
    public void Arbitrary_bytes_neither_throw_nor_run_past_their_end() =>
        Gen.Byte.Array[0, 200].Sample(
            bytes =>
            {
                if (bytes.Length > 17) bytes[RecordBatchFormat.MagicAt] = 2;
                if (bytes.Length > 12) BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(8), bytes[11]);
                foreach (var batch in new RecordBatchEnumerator(bytes))
                {
                    var reader = new RecordReader(batch, batch.Payload);
                    while (reader.TryRead(out var record))
                    {
                        foreach (var header in record.Headers) Assert.True(header.Key.Length < bytes.Length);
                    }
                }
            },
            iter: 20_000);

    [Fact]
    public void What_is_built_is_read_back() =>
        Gen.Select(SampleRecord.Gen.List[1, 20], Gen.Enum<CompressionCodec>(), Gen.Long[0, long.MaxValue / 2]).Sample(
            (records, codec, baseOffset) =>
            {
                var options = new RecordBatchOptions { Codec = codec, BaseOffset = baseOffset, PartitionLeaderEpoch = new(3) };
                var batch = Samples.Read(Samples.Build(builder => records.ForEach(record => record.AppendTo(builder)), options));
                Assert.True(batch.IsCrcValid);
                Assert.Equal(records.Max(record => record.Timestamp) is var max && max > -1 ? max : -1, batch.MaxTimestamp);
                var index = 0;
                var reader = new RecordReader(batch, Samples.Decompress(batch));
                foreach (var record in reader)
                {
                    var expected = records[index];
                    Assert.Equal((baseOffset + index, expected.Timestamp), (record.Offset, record.Timestamp));
                    Assert.Equal(expected.Key, record.NullableKey.ToArray());
                    Assert.Equal(expected.Value, record.NullableValue.ToArray());
                    var headers = new List<(string, byte[]?)>();
                    foreach (var header in record.Headers) headers.Add((Encoding.UTF8.GetString(header.Key), header.NullableValue.ToArray()));
                    Assert.Equal(expected.Headers.Select(header => header.Value), headers.Select(header => header.Item2));
                    index++;
                }

                Assert.Equal(records.Count, index);
            },
            iter: 1_000);

    [Fact]
    public void A_copied_record_keeps_its_bytes()
    {
        var source = Golden.Read("rdkafka-none");
        var copy = Samples.Build(
            builder =>
            {
                foreach (var record in new RecordReader(Samples.Read(source))) builder.AppendCopy(record.OffsetDelta, record);
            },
            new RecordBatchOptions { PartitionLeaderEpoch = new(0) });
        Assert.Equal(source, copy);
    }

    [Fact]
    public void A_batch_may_end_after_its_last_record_and_carry_a_delete_horizon()
    {
        var builder = new RecordBatchBuilder();
        builder.Start(new RecordBatchOptions { BaseOffset = 100, DeleteHorizonTimestamp = 5_000 });
        builder.AppendAt(3, 900, "k"u8, NullableBytes.Null);
        var target = new FrameBuffer();
        builder.Build(target, lastOffsetDelta: 9);
        var batch = Samples.Read(target.Written.ToArray());
        Assert.Equal((109L, 1, 5_000L, 900L), (batch.LastOffset, batch.RecordCount, batch.BaseTimestamp, batch.MaxTimestamp));
        Assert.True(batch.HasDeleteHorizon);
        Assert.True(new RecordReader(batch).TryRead(out var record));
        Assert.Equal((103L, 900L, true), (record.Offset, record.Timestamp, record.IsValueNull));
    }

    [Fact]
    public void More_or_fewer_records_than_the_header_says_fail_the_reader()
    {
        foreach (var count in new[] { -1, 2, 4 })
        {
            var bytes = Samples.Batch(3, 10);
            BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(RecordBatchFormat.RecordCountAt), count);
            var reader = new RecordReader(Samples.Read(bytes));
            while (reader.TryRead(out _));
            Assert.True(reader.Failed);
        }
    }

    private static List<long> LastOffsets(byte[] bytes)
    {
        var offsets = new List<long>();
        foreach (var record in new RecordReader(Samples.Read(bytes))) offsets.Add(record.Offset);
        return offsets;
    }
}
