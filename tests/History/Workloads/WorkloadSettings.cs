using Confluent.Kafka;
using Levada.Client;

namespace Levada.History.Workloads;

/// <summary>What all clients have in common.</summary>
internal sealed record WorkloadSettings(HostPort Address, Recorder Recorder, int Seed)
{
    /// <summary>Short, so that a transaction whose client is gone does not hold back readers for long.</summary>
    public const int TransactionTimeoutMs = 10_000;

    public string Bootstrap => Address.ToString();

    /// <summary>A client's own chances, the same for the same seed in every process.</summary>
    public Random RandomOf(string client) => new(client.Aggregate(Seed, (seed, letter) => unchecked(seed * 31 + letter)));

    public ProducerConfig Producer(string? transactionalId = null) => new()
    {
        BootstrapServers = Bootstrap,
        EnableIdempotence = true,
        TransactionalId = transactionalId,
        TransactionTimeoutMs = TransactionTimeoutMs,
        // A transaction's records live no longer than it does.
        MessageTimeoutMs = transactionalId is null ? 300_000 : TransactionTimeoutMs,
        LingerMs = 1,
        BatchNumMessages = 10,
        ReconnectBackoffMs = 20,
        ReconnectBackoffMaxMs = 200,
        RetryBackoffMs = 20,
    };

    public ConsumerConfig Consumer(string group, Events.Isolation isolation) => new()
    {
        BootstrapServers = Bootstrap,
        GroupId = group,
        EnableAutoCommit = false,
        AutoOffsetReset = AutoOffsetReset.Earliest,
        IsolationLevel = isolation == Events.Isolation.Committed ? IsolationLevel.ReadCommitted : IsolationLevel.ReadUncommitted,
        FetchWaitMaxMs = 50,
        ReconnectBackoffMs = 20,
        ReconnectBackoffMaxMs = 200,
    };

    public static void Quiet<TClient>(TClient client, LogMessage line)
    {
        // The clients tell of every lost connection; the history is what counts.
    }
}
