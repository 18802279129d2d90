using System.Text;
using CsCheck;
using Levada.Protocol.Messages;
using Levada.Protocol.Spans;
using Levada.Protocol.Tests.Oracle;

namespace Levada.Protocol.Tests;

/// <summary>The walkers of the data path read what the generated readers read.</summary>
public sealed class RequestSpanTests
{
    private static readonly OracleMessage s_produce = OracleSchemas.Named("ProduceRequest");
    private static readonly OracleMessage s_fetch = OracleSchemas.Named("FetchRequest");

    [Fact]
    public void Produce_is_walked_as_it_is_read() => Gen.Select(Gen.Int, Gen.Short[3, 13], Gen.Bool).Sample((seed, version, hasUnknown) =>
    {
        var body = new OracleEncoder(s_produce, version, seed, hasUnknown).Encode();
        var reader = new WireReader(body);
        Assert.Equal(Describe(ProduceRequest.Read(ref reader, version)), DescribeProduce(body, version));
    }, iter: 3000);

    [Fact]
    public void Fetch_is_walked_as_it_is_read() => Gen.Select(Gen.Int, Gen.Short[4, 18], Gen.Bool).Sample((seed, version, hasUnknown) =>
    {
        var body = new OracleEncoder(s_fetch, version, seed, hasUnknown).Encode();
        var reader = new WireReader(body);
        Assert.Equal(Describe(FetchRequest.Read(ref reader, version)), DescribeFetch(body, version));
    }, iter: 3000);

    [Fact]
    public void Walkers_refuse_exactly_what_readers_refuse() =>
        Gen.Select(Gen.Int, Gen.Short[4, 18], Gen.Int[0, 1 << 20], Gen.OneOf(Gen.Const((byte)0), Gen.Const((byte)0xff), Gen.Byte))
            .Sample((seed, version, at, value) =>
            {
                AssertAgree(s_fetch, seed, version, at, value);
                AssertAgree(s_produce, seed, Math.Min(version, (short)13), at, value);
            }, iter: 6000);

    [Fact]
    public void Topics_can_be_left_before_their_last_partition()
    {
        var ids = new List<Uuid>();
        for (var walk = new ProduceRequestSpan(Write(TwoTopics(), 13), 13); walk.MoveToTopic();)
        {
            ids.Add(walk.TopicId);
            Assert.True(walk.MoveToPartition());
        }

        Assert.Equal([new Uuid(1, 1), new Uuid(2, 2)], ids);
    }

    [Fact]
    public void Walking_allocates_nothing()
    {
        var produce = Write(TwoTopics(), 12);
        var partitions = new FetchRequest.FetchPartition[] { new(), new() };
        var fetch = Write(new FetchRequest { Topics = [new() { TopicId = new Uuid(3, 3), Partitions = partitions }] }, 17);
        Walk(produce, fetch);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var visited = Walk(produce, fetch);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(6, visited);
    }

    private static ProduceRequest TwoTopics()
    {
        var partitions = new ProduceRequest.PartitionProduceData[] { new() { Index = 1, Records = [1, 2] }, new() { Index = 2 } };
        return new ProduceRequest
        {
            TopicData =
            [
                new() { Name = "a", TopicId = new Uuid(1, 1), PartitionData = partitions },
                new() { Name = "b", TopicId = new Uuid(2, 2), PartitionData = partitions },
            ],
        };
    }

    private static byte[] Write<T>(T message, short version) where T : struct, IWireMessage<T>
    {
        var buffer = new FrameBuffer();
        message.Write(new WireWriter(buffer), version);
        return buffer.Written.ToArray();
    }

    private static int Walk(byte[] produce, byte[] fetch)
    {
        var visited = 0;
        for (var walk = new ProduceRequestSpan(produce, 12); walk.MoveToTopic();)
        {
            while (walk.MoveToPartition()) visited++;
        }

        for (var walk = new FetchRequestSpan(fetch, 17); walk.MoveToTopic();)
        {
            while (walk.MoveToPartition()) visited++;
        }

        return visited;
    }

    private static void AssertAgree(OracleMessage message, int seed, short version, int at, byte value)
    {
        var body = new OracleEncoder(message, version, seed).Encode();
        body[at % body.Length] = value;
        var reader = new WireReader(body);
        if (ReferenceEquals(message, s_fetch))
        {
            var read = FetchRequest.Read(ref reader, version);
            Assert.Equal(reader.Failed, new FetchRequestSpan(body, version).IsMalformed);
            if (!reader.Failed) Assert.Equal(Describe(read), DescribeFetch(body, version));
        }
        else
        {
            var read = ProduceRequest.Read(ref reader, version);
            Assert.Equal(reader.Failed, new ProduceRequestSpan(body, version).IsMalformed);
            if (!reader.Failed) Assert.Equal(Describe(read), DescribeProduce(body, version));
        }
    }

    private static string Describe(ProduceRequest request)
    {
        var text = new StringBuilder($"{request.TransactionalId ?? "-"} {request.Acks} {request.TimeoutMs} {request.TopicData.Length}\n");
        text.Append($"{request.TopicData.Sum(t => t.PartitionData.Length)} partitions\n");
        foreach (var topic in request.TopicData)
        {
            text.Append($"{topic.Name} {topic.TopicId} {topic.PartitionData.Length}\n");
            foreach (var partition in topic.PartitionData)
                text.Append($"  {partition.Index} {(partition.Records is { } records ? Convert.ToHexString(records) : "null")}\n");
        }

        return text.ToString();
    }

    private static string DescribeProduce(byte[] body, short version)
    {
        var request = new ProduceRequestSpan(body, version);
        Assert.False(request.IsMalformed);
        var id = request.HasTransactionalId ? Text(request.TransactionalId) : "-";
        var text = new StringBuilder($"{id} {request.Acks} {request.TimeoutMs} {request.TopicCount}\n");
        text.Append($"{request.PartitionCount} partitions\n");
        while (request.MoveToTopic())
        {
            text.Append($"{Text(request.TopicName)} {request.TopicId} {request.TopicPartitionCount}\n");
            while (request.MoveToPartition())
                text.Append($"  {request.PartitionIndex} {(request.HasRecords ? Convert.ToHexString(body.AsSpan(request.Records)) : "null")}\n");
        }

        return text.ToString();
    }

    private static string Describe(FetchRequest request)
    {
        var isOld = request.ReplicaState.ReplicaId == -1 && request.ReplicaState.ReplicaEpoch == -1;
        var text = new StringBuilder();
        text.Append($"{request.ClusterId ?? "-"} {(isOld ? request.ReplicaId : request.ReplicaState.ReplicaId)} ");
        text.Append($"{request.ReplicaState.ReplicaEpoch} {request.MaxWaitMs} {request.MinBytes} {request.MaxBytes} ");
        text.Append($"{request.IsolationLevel} {request.SessionId} {request.SessionEpoch} {request.RackId} {request.Topics.Length} ");
        text.Append($"{request.Topics.Sum(t => t.Partitions.Length)} {request.ForgottenTopicsData.Length}\n");
        foreach (var topic in request.Topics)
        {
            text.Append($"{topic.Topic} {topic.TopicId} {topic.Partitions.Length}\n");
            foreach (var p in topic.Partitions)
                text.Append($"  {p.Partition} {p.CurrentLeaderEpoch} {p.FetchOffset} {p.LastFetchedEpoch} {p.LogStartOffset} {p.PartitionMaxBytes} {p.ReplicaDirectoryId} {p.HighWatermark}\n");
        }

        foreach (var topic in request.ForgottenTopicsData)
            text.Append($"forget {topic.Topic} {topic.TopicId} {string.Join(',', topic.Partitions)}\n");
        return text.ToString();
    }

    private static string DescribeFetch(byte[] body, short version)
    {
        var request = new FetchRequestSpan(body, version);
        Assert.False(request.IsMalformed);
        var forgotten = request.ForgottenTopics;
        var text = new StringBuilder();
        text.Append($"{(request.HasClusterId ? Text(request.ClusterId) : "-")} {request.ReplicaId} ");
        text.Append($"{request.ReplicaEpoch} {request.MaxWaitMs} {request.MinBytes} {request.MaxBytes} ");
        text.Append($"{request.IsolationLevel} {request.SessionId} {request.SessionEpoch} {Text(request.RackId)} {request.TopicCount} ");
        text.Append($"{request.PartitionCount} {forgotten.TopicCount}\n");
        while (request.MoveToTopic())
        {
            text.Append($"{Text(request.TopicName)} {request.TopicId} {request.TopicPartitionCount}\n");
            while (request.MoveToPartition())
            {
                var p = request.Partition;
                text.Append($"  {p.PartitionIndex} {p.CurrentLeaderEpoch} {p.FetchOffset} {p.LastFetchedEpoch} {p.LogStartOffset} {p.PartitionMaxBytes} {p.ReplicaDirectoryId} {p.HighWatermark}\n");
            }
        }

        while (forgotten.MoveToTopic())
        {
            var partitions = new List<int>();
            text.Append($"forget {Text(forgotten.TopicName)} {forgotten.TopicId} ");
            while (forgotten.MoveToPartition()) partitions.Add(forgotten.PartitionIndex);
            text.Append($"{string.Join(',', partitions)}\n");
        }

        return text.ToString();
    }

    private static string Text(ReadOnlySpan<byte> utf8) => Encoding.UTF8.GetString(utf8);
}
