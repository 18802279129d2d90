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

    public void Apply(ShardRecord record) => Words.Add(Encoding.UTF8.GetString(record.Key));

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
