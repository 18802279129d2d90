using Levada.Broker.Tests.Direct;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Records;

namespace Levada.Broker.Tests;

/// <summary>What ends a producer's wait may come before its response is written: it is neither lost nor overwritten.</summary>
public sealed class FailureWhileWritingTests
{
    private const short Version = 12;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    [Fact]
    public void A_flush_that_fails_while_the_response_is_still_being_written_is_told()
    {
        var files = new WatchedFiles();
        using var broker = new DirectBroker("disk", partitionCount: 3, files);
        var topic = broker.CreateTopic("produced");
        var sent = new MemoryStream();
        using var hasAnswered = new ManualResetEventSlim();
        broker.Transport.OnSent = bytes =>
        {
            sent.Write(bytes);
            hasAnswered.Set();
        };

        // The middle partition has its records, its wait and its line in the response when the last one is written to.
        using var hasFailed = new ManualResetEventSlim();
        files.OnFlushing = path =>
        {
            if (path.Contains("/produced-1/", StringComparison.Ordinal)) hasFailed.Wait(Patience);
        };
        files.OnWriting = path =>
        {
            if (!path.EndsWith("/produced-2/00000000000000000000.log", StringComparison.Ordinal)) return;
            topic.Partitions[1].MakeUnavailable(ErrorCode.KafkaStorageError);
            hasFailed.Set();
        };
        var batch = DirectFrames.Batch(valueByteCount: 100, recordCount: 1, new RecordBatchOptions());
        broker.Transport.Deliver(DirectFrames.Produce(Version, topic, batch, partitionCount: 3));

        Assert.True(hasAnswered.Wait(Patience, TestContext.Current.CancellationToken));
        var answers = Read(sent.ToArray()).Responses.Single().PartitionResponses;
        Assert.Equal(
            [(0, ErrorCode.None, 0L), (1, ErrorCode.KafkaStorageError, -1L), (2, ErrorCode.None, 0L)],
            answers.Select(answer => (answer.Index, answer.ErrorCode, answer.BaseOffset)));
    }

    private static ProduceResponse Read(byte[] frame)
    {
        var reader = new WireReader(frame);
        reader.ReadInt32();
        reader.ReadInt32();
        reader.SkipTaggedFields();
        var response = ProduceResponse.Read(ref reader, Version);
        Assert.False(reader.Failed);
        return response;
    }
}
