using Levada.Client.Consuming;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Client.Tests;

public sealed class AbortedTransactionTests
{
    [Fact]
    public void Records_of_aborted_transactions_and_markers_are_hidden()
    {
        var log = new FrameBuffer();
        Data(log, 0, producerId: 1, "aborted");
        Data(log, 1, producerId: 2, "committed");
        Data(log, 2, producerId: -1, "plain");
        Marker(log, 3, producerId: 1, isCommit: false);
        Data(log, 4, producerId: 1, "again");
        Marker(log, 5, producerId: 1, isCommit: true);
        Marker(log, 6, producerId: 2, isCommit: true);

        Assert.Equal(["committed", "plain", "again"], Values(log, [new AbortedTransaction(1, 0)]));
    }

    [Fact]
    public void A_later_abort_of_the_same_producer_counts_from_its_own_begin()
    {
        var log = new FrameBuffer();
        Data(log, 0, producerId: 1, "one");
        Marker(log, 1, producerId: 1, isCommit: true);
        Data(log, 2, producerId: 1, "two");
        Marker(log, 3, producerId: 1, isCommit: false);

        Assert.Equal(["one"], Values(log, [new AbortedTransaction(1, 2)]));
    }

    private static void Data(FrameBuffer log, long offset, long producerId, string value)
    {
        var builder = new RecordBatchBuilder();
        builder.Start(new RecordBatchOptions
        {
            BaseOffset = offset, ProducerId = producerId, ProducerEpoch = new ProducerEpoch(0), BaseSequence = 0, IsTransactional = producerId >= 0,
        });
        builder.Append(0, NullableBytes.Null, System.Text.Encoding.UTF8.GetBytes(value));
        builder.Build(log);
    }

    private static void Marker(FrameBuffer log, long offset, long producerId, bool isCommit)
    {
        var start = log.Length;
        ControlRecords.WriteEndTransaction(new RecordBatchBuilder(), log, isCommit, default, producerId, new ProducerEpoch(0), now: 0);
        RecordBatchStamp.SetBaseOffset(log.Written[start..], offset);
    }

    private static List<string> Values(FrameBuffer log, IReadOnlyList<AbortedTransaction> aborted)
    {
        var partition = new FetchedPartition
        {
            Partition = new TopicPartition("t", 0), Error = ErrorCode.None, HighWatermark = 7, LastStableOffset = 7, LogStartOffset = 0,
            Records = log.WrittenMemory, Aborted = aborted,
        };
        var values = new List<string>();
        var reader = new FetchedRecordReader(partition, new FrameBuffer());
        while (reader.TryRead(out var record)) values.Add(System.Text.Encoding.UTF8.GetString(record.Value));
        return values;
    }
}
