using Levada.Coordination.Transactions;
using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Protocol.Records;

namespace Levada.Coordination.Tests.Transactions;

/// <summary>A coordinator with its log, the partitions it writes markers to, and crashes that lose what was not committed.</summary>
internal sealed class TransactionWorld
{
    public const int PartitionCount = 3;
    public const string OnlyId = "id";

    private static readonly TransactionCoordinatorOptions Options = new() { TimeoutCheckIntervalMs = 1_000, IdExpirationMs = 3_600_000, IdExpirationCheckIntervalMs = 600_000 };

    private readonly Decision _decision = new();
    private readonly Dictionary<long, object> _answers = [];
    private readonly List<(MarkerWork Work, List<TopicPartition> Left)> _deliveries = [];
    private readonly short _version;
    private long _lastToken;
    private long _lastProducerId = 1000;
    private int _coordinatorEpoch;

    public TransactionWorld(short version, short firstEpoch = 0)
    {
        _version = version;
        Coordinator = Load();
        if (firstEpoch == 0) return;
        foreach (var id in new[] { "id0", "id1" })
        {
            var old = new TransactionLogValue
            {
                ProducerId = ++_lastProducerId,
                PreviousProducerId = -1,
                NextProducerId = -1,
                NextProducerEpoch = -1,
                ProducerEpoch = firstEpoch,
                TransactionTimeoutMs = 60_000,
                TransactionStartTimestampMs = -1,
                TransactionLastUpdateTimestampMs = NowMs,
            };
            Log.Add(new CoordinatorRecord(Encode(new TransactionLogKey { TransactionalId = id }, 0), Encode(old, 1)));
        }

        Coordinator = Load();
    }

    public TransactionCoordinator Coordinator { get; private set; }
    public List<CoordinatorRecord> Log { get; } = [];
    public ModelPartition[] Partitions { get; } = [.. Enumerable.Range(0, PartitionCount).Select(_ => new ModelPartition())];
    public long NowMs { get; private set; } = 1_700_000_000_000;
    public int DeliveryCount => _deliveries.Count;

    /// <summary>A world where the first incarnation of <see cref="OnlyId"/> had epoch 0 and its second, with epoch 1, has come this far.</summary>
    public static (TransactionWorld World, long ProducerId) In(short version, string state)
    {
        var world = new TransactionWorld(version);
        world.Init(OnlyId);
        var producerId = world.Init(OnlyId).ProducerId;
        if (state == "Empty") return (world, producerId);
        Assert.Equal(ErrorCode.None, world.Add(OnlyId, producerId, 1, 0));
        if (state != "Ongoing") world.SendEnd(OnlyId, producerId, 1, state.EndsWith("Commit", StringComparison.Ordinal));
        if (state.StartsWith("Complete", StringComparison.Ordinal)) world.Deliver(0);
        Assert.Contains($" {state} ", Describe(world.Coordinator), StringComparison.Ordinal);
        return (world, producerId);
    }

    public static TopicPartition Id(int partition) => new("t", partition);

    public InitProducerIdResponse Init(string id, long producerId = -1, short epoch = -1, int timeoutMs = 60_000)
    {
        var request = new InitProducerIdRequest { TransactionalId = id, TransactionTimeoutMs = timeoutMs, ProducerId = producerId, ProducerEpoch = epoch };
        while (true)
        {
            var reply = Decide(decision => Coordinator.InitProducerId(request, decision));
            if (!reply.IsProducerIdNeeded) return reply.Response;
            Coordinator.SupplyProducerId(++_lastProducerId);
        }
    }

    public ErrorCode Add(string id, long producerId, short epoch, params int[] partitions) => Decide(decision => Coordinator.AddPartitions(
        id, producerId, new ProducerEpoch(epoch), [.. partitions.Select(Id)], _version >= 2 ? (short)2 : (short)0, decision));

    public ErrorCode Verify(string id, long producerId, short epoch, int partition) =>
        Coordinator.VerifyPartitions(id, producerId, new ProducerEpoch(epoch), [Id(partition)])[Id(partition)];

    /// <summary>Sends EndTxn; null while its answer waits for markers.</summary>
    public EndTxnResponse? End(string id, long producerId, short epoch, bool isCommit) => Answer(SendEnd(id, producerId, epoch, isCommit));

    public long SendEnd(string id, long producerId, short epoch, bool isCommit)
    {
        var request = new EndTxnRequest { TransactionalId = id, ProducerId = producerId, ProducerEpoch = epoch, Committed = isCommit };
        while (true)
        {
            var token = ++_lastToken;
            Decide(decision => Coordinator.EndTxn(request, _version >= 2, decision, token));
            if (!_answers.TryGetValue(token, out var answer) || !((ProducerIdDependent<EndTxnResponse>)answer).IsProducerIdNeeded) return token;
            Coordinator.SupplyProducerId(++_lastProducerId);
        }
    }

    public EndTxnResponse? Answer(long token) => _answers.TryGetValue(token, out var answer) ? ((ProducerIdDependent<EndTxnResponse>)answer).Response : null;

    /// <summary>A transactional batch as its partition's leader takes it: asks the coordinator when the transaction is new to it.</summary>
    public ErrorCode Produce(string id, long producerId, short epoch, int partition, int value)
    {
        if (!Partitions[partition].IsOpen(producerId, epoch))
        {
            var error = _version >= 2 ? Add(id, producerId, epoch, partition) : Verify(id, producerId, epoch, partition);
            if (error != ErrorCode.None) return error;
        }

        return Partitions[partition].Append(producerId, epoch, value);
    }

    /// <summary>Writes one marker of one transaction; the last one completes it.</summary>
    public void Deliver(int which)
    {
        if (_deliveries.Count == 0) return;
        var (work, left) = _deliveries[which % _deliveries.Count];
        if (left.Count > 0)
        {
            Partitions[left[0].Partition].Append(work);
            left.RemoveAt(0);
        }

        if (left.Count > 0) return;
        _deliveries.RemoveAll(delivery => delivery.Work == work);
        Assert.Equal(ErrorCode.None, Decide(decision => Coordinator.Complete(work, decision)));
    }

    public void Wait(int milliseconds)
    {
        NowMs += milliseconds;
        while (Coordinator.NextDeadlineMs <= NowMs) Decide(Coordinator.OnTimer);
    }

    /// <summary>The coordinator starts anew from its log, and answers to what waited are lost.</summary>
    public void Crash()
    {
        _deliveries.Clear();
        _coordinatorEpoch++;
        Coordinator = Load();
    }

    public TransactionCoordinator Replay()
    {
        var replayed = new TransactionCoordinator(Options, _coordinatorEpoch, () => _version);
        foreach (var record in Log) replayed.Apply(record);
        return replayed;
    }

    /// <summary>Everything that was decided so far, as text.</summary>
    public static string Describe(TransactionCoordinator coordinator)
    {
        var decision = new Decision();
        decision.Begin(0, 0);
        return string.Join('\n', coordinator.List(new ListTransactionsRequest { DurationFilter = -1, StateFilters = [], ProducerIdFilters = [] }, null, decision)
            .Select(listed => coordinator.Describe(listed.TransactionalId))
            .Select(one => $"{one.TransactionalId} {one.TransactionState} {one.ProducerId} {one.ProducerEpoch} {one.TransactionStartTimeMs} "
                + string.Join(',', one.Topics.SelectMany(topic => topic.Partitions))));
    }

    private static byte[] Encode<T>(T content, short version) where T : struct, IWireMessage<T>
    {
        var buffer = new FrameBuffer();
        var writer = new WireWriter(buffer);
        writer.WriteInt16(version);
        content.Write(writer, version);
        return buffer.Written.ToArray();
    }

    private TransactionCoordinator Load()
    {
        Coordinator = Replay();
        Decide(Coordinator.OnLoaded);
        return Coordinator;
    }

    private void Decide(Action<Decision> decide) => Decide(decision =>
    {
        decide(decision);
        return true;
    });

    private T Decide<T>(Func<Decision, T> decide)
    {
        _decision.Begin(NowMs, NowMs);
        var result = decide(_decision);
        foreach (var record in _decision.Records)
        {
            Coordinator.Apply(record);
            Log.Add(record);
        }

        foreach (var (token, response) in _decision.Completions) _answers.Add(token, response);
        foreach (var effect in _decision.Effects.ToList())
        {
            if (effect is MarkerWork work) _deliveries.Add((work, [.. work.Partitions]));
            else Coordinator.SupplyProducerId(++_lastProducerId);
        }

        return result;
    }
}
