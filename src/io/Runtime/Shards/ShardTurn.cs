namespace Levada.Runtime.Shards;

/// <summary>What one decision sees of the time and leaves behind: records to append and requests to answer.</summary>
public sealed class ShardTurn
{
    internal List<ShardRecord> Records { get; } = [];
    internal List<(long Token, object Response)> Completions { get; } = [];

    /// <summary>Unix milliseconds: what is persisted. May jump.</summary>
    public long NowMs { get; internal set; }

    /// <summary>Monotonic milliseconds: what deadlines are made of.</summary>
    public long ElapsedMs { get; internal set; }

    /// <summary>Decides a record; it is applied to the state before the next decision.</summary>
    public void Append(ShardRecord record) => Records.Add(record);

    /// <summary>Answers a request, this turn's or one that waits; it is sent when all records decided so far are committed.</summary>
    /// <param name="token">The request's; one that is answered already is left alone.</param>
    /// <param name="response">Of the type the request was made with.</param>
    public void Complete(long token, object response) => Completions.Add((token, response));

    internal void Clear()
    {
        Records.Clear();
        Completions.Clear();
    }
}
