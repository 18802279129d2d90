using System.Text;
using Levada.Runtime.Shards;

namespace Levada.Runtime.Tests.Shards;

/// <summary>The smallest state machine: a list of words, and requests that wait for the next word.</summary>
internal sealed class CounterState : IShardState
{
    private readonly List<long> _waiting = [];

    public List<string> Words { get; } = [];
    public long NextDeadlineMs { get; private set; } = long.MaxValue;

    public static ShardRecord Record(string word) => new(Encoding.UTF8.GetBytes(word), []);

    public void Apply(ShardRecord record)
    {
        var word = Encoding.UTF8.GetString(record.Key);
        Words.Add(record.ProducerId < 0 ? word : $"{word} of {record.ProducerId}");
    }

    public void ApplyMarker(ShardMarker marker) => Words.Add($"{(marker.IsCommit ? "commit" : "abort")} of {marker.ProducerId}");

    public void OnLoaded(ShardTurn turn)
    {
    }

    public void OnTimer(ShardTurn turn)
    {
        NextDeadlineMs = long.MaxValue;
        Add(turn, $"timer at {turn.ElapsedMs}");
    }

    /// <summary>Answers with the number of words before this one.</summary>
    public void Add(ShardTurn turn, long token, params string[] words)
    {
        turn.Complete(token, Words.Count);
        foreach (var word in words) Add(turn, word);
    }

    /// <summary>Adds a word as part of a producer's transaction.</summary>
    public void AddInTransaction(ShardTurn turn, long token, string word, long producerId)
    {
        turn.Producer = new ShardProducer(producerId, 0, 0, false, false);
        Add(turn, token, word);
    }

    public void EndTransaction(ShardTurn turn, long token, long producerId, bool isCommit)
    {
        turn.EndTransaction(new ShardMarker(producerId, 0, 0, isCommit, false));
        turn.Complete(token, Words.Count);
    }

    /// <summary>Adds a word and wants something done once it is committed.</summary>
    public void AddAndEmit(ShardTurn turn, long token, string word)
    {
        Add(turn, token, word);
        turn.Emit($"told of {word}");
    }

    public void Read(ShardTurn turn, long token) => turn.Complete(token, Words.Count);

    public void AwaitNext(long token) => _waiting.Add(token);

    public void SetTimer(ShardTurn turn, long token, long delayMs)
    {
        NextDeadlineMs = turn.ElapsedMs + delayMs;
        turn.Complete(token, 0);
    }

    private void Add(ShardTurn turn, string word)
    {
        turn.Append(Record(word));
        foreach (var token in _waiting) turn.Complete(token, Words.Count);
        _waiting.Clear();
    }
}
