using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Client.Tests;

public sealed class OffsetAnswerTests
{
    // Body of a ListOffsets version 2 answer of librdkafka's mock broker for four partitions, of which 1 holds two records.
    private static readonly byte[] Answer = Convert.FromHexString(
        "00000000000000010002743200000004000000000000ffffffffffffffff0000000000000000000000010000ffffffffffffffff0000000000000002"
        + "000000020000ffffffffffffffff0000000000000000000000030000ffffffffffffffff0000000000000000");

    [Fact]
    public void Every_partition_of_an_old_answer_is_read()
    {
        var reader = new WireReader(Answer);
        var response = ListOffsetsResponse.Read(ref reader, 2);

        Assert.False(reader.Failed);
        Assert.Equal([(0, 0L), (1, 2L), (2, 0L), (3, 0L)], response.Topics[0].Partitions.Select(partition => (partition.PartitionIndex, partition.Offset)));
    }
}
