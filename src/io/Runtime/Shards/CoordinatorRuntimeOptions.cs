namespace Levada.Runtime.Shards;

/// <summary>Bounds of a <see cref="CoordinatorRuntime{TState}"/>.</summary>
public sealed record CoordinatorRuntimeOptions
{
    /// <summary>Requests that wait for one shard's next turn; more are refused with CoordinatorNotAvailable.</summary>
    public int InboxCountMax { get; init; } = 10_000;

    /// <summary>Keys and values of one batch; a decision with more is written as several. The topic's max.message.bytes bounds it.</summary>
    public int BatchBytesMax { get; init; } = 512 * 1024;

    /// <summary>How long a response waits for its records to be committed (offsets.commit.timeout.ms).</summary>
    public int CommitTimeoutMs { get; init; } = 5_000;

    /// <summary>Told what a decision wants done outside, when its records are committed; on the shard's turn, so it must be quick.</summary>
    public Action<object> OnEffect { get; init; } = static _ => { };

    /// <summary>Told about exceptions of a state machine or a log: bugs, with the partition they happened in.</summary>
    public Action<int, Exception> OnFault { get; init; } = static (_, _) => { };
}
