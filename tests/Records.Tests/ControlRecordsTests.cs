using Levada.Protocol;

namespace Levada.Records.Tests;

public sealed class ControlRecordsTests
{
    [Theory]
    [InlineData(true, ControlRecordType.Commit, "0001")]
    [InlineData(false, ControlRecordType.Abort, "0000")]
    public void An_end_of_transaction_has_kafkas_bytes(bool isCommit, ControlRecordType type, string typeHex)
    {
        var target = new FrameBuffer();
        var byteCount = ControlRecords.WriteEndTransaction(
            new RecordBatchBuilder(), target, isCommit, new(7), producerId: 12, producerEpoch: new(3), now: 99);
        Assert.Equal(target.Length, byteCount);
        var batch = Samples.Read(target.Written.ToArray());
        Assert.True(batch.IsCrcValid && batch.IsControl && batch.IsTransactional);
        Assert.Equal((12L, (short)3, -1, 99L), (batch.ProducerId, batch.ProducerEpoch.Value, batch.BaseSequence, batch.MaxTimestamp));
        Assert.Equal("20000000" + "08" + "0000" + typeHex + "0c" + "000000000007" + "00", Convert.ToHexStringLower(batch.Payload));
        Assert.True(ControlRecords.TryReadEndTransaction(batch, out var found, out var marker));
        Assert.Equal((type, 7), (found, marker.CoordinatorEpoch));
    }

    [Fact]
    public void Other_control_records_are_told_by_their_type()
    {
        var bytes = Samples.Build(
            builder => ControlRecords.Append(builder, ControlRecordType.LeaderChange, 5, [1, 2, 3]),
            new RecordBatchOptions { IsControl = true });
        Assert.True(ControlRecords.TryReadType(Samples.Read(bytes), out var type));
        Assert.Equal(ControlRecordType.LeaderChange, type);
        Assert.False(ControlRecords.TryReadEndTransaction(Samples.Read(bytes), out _, out _));
    }

    [Fact]
    public void A_type_of_the_future_is_unknown_and_no_failure()
    {
        Assert.True(ControlRecords.TryReadType([0, 0, 0, 99], out var type));
        Assert.Equal(ControlRecordType.Unknown, type);
        Assert.False(ControlRecords.TryReadType([0, 0, 0], out _));
    }

    [Fact]
    public void A_batch_of_data_is_no_control_batch() =>
        Assert.False(ControlRecords.TryReadType(Samples.Read(Samples.Batch(1, 10)), out _));

    [Fact]
    public void A_marker_cut_short_is_none() => Assert.False(EndTransactionMarker.TryRead([0, 0, 0, 0, 1], out _));
}
