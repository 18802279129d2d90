namespace Levada.Runtime.Shards;

/// <summary>What one decision sees of the time and leaves behind: records to append and requests to answer.</summary>
public sealed class ShardTurn
{
    internal List<ShardRecord> Records { get; } = [];
    internal List<(long Token, object Response)> Completions { get; } = [];
    internal List<object> Effects { get; } = [];
    internal ShardMarker? Marker { get; private set; }

    /// <summary>Unix milliseconds: what is persisted. May jump.</summary>
    public long NowMs { get; internal set; }

    /// <summary>Monotonic milliseconds: what deadlines are made of.</summary>
    public long ElapsedMs { get; internal set; }

    /// <summary>Set to have this decision's records written as part of a transaction; a producer that is not welcome is told so.</summary>
    public ShardProducer? Producer { get; set; }

    /// <summary>Decides a record; it is applied to the state before the next decision.</summary>
    public void Append(ShardRecord record) => Records.Add(record);

    /// <summary>Answers a request, this turn's or one that waits; it is sent when all records decided so far are committed.</summary>
    /// <param name="token">The request's; one that is answered already is left alone.</param>
    /// <param name="response">Of the type the request was made with.</param>
    public void Complete(long token, object response) => Completions.Add((token, response));

    /// <summary>Ends a producer's transaction in this partition.</summary>
    public void EndTransaction(ShardMarker marker) => Marker = marker;

    /// <summary>Has something done outside once all records decided so far are committed; never if they are lost.</summary>
    public void Emit(object effect) => Effects.Add(effect);

    internal void Clear()
    {
        Effects.Clear();
        Producer = null;
        Marker = null;
        Records.Clear();
        Completions.Clear();
    }
}
