using System.Text;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Tests.Groups;

/// <summary>What clients were told, held against what a group promises.</summary>
internal sealed class GroupHistory
{
    private readonly Dictionary<int, string> _leaders = [];
    private readonly HashSet<(int Generation, string MemberId)> _assigned = [];
    private readonly Dictionary<string, long> _committed = [];
    private int _lastGeneration;

    public IReadOnlyDictionary<string, long> Committed => _committed;

    public static byte[] Assignment(int generation, string memberId) => Encoding.UTF8.GetBytes($"{generation} {memberId}");

    /// <summary>A generation that was not persisted is forgotten with its coordinator, and its number is used again.</summary>
    public void OnFailover(int persistedGeneration)
    {
        _lastGeneration = persistedGeneration;
        foreach (var generation in _leaders.Keys.Where(generation => generation > persistedGeneration).ToList()) _leaders.Remove(generation);
        _assigned.RemoveWhere(assigned => assigned.Generation > persistedGeneration);
    }

    public void OnJoined(in JoinGroupResponse response)
    {
        Assert.True(response.GenerationId >= 1);
        // A static leader's new id is the one exception to one leader per generation.
        if (!response.SkipAssignment && _leaders.TryGetValue(response.GenerationId, out var leader) && !IsStatic(leader))
            Assert.Equal(leader, response.Leader);
        _leaders[response.GenerationId] = response.Leader;
        _lastGeneration = Math.Max(_lastGeneration, response.GenerationId);
    }

    public void OnAssigned(int generation, string[] memberIds)
    {
        foreach (var id in memberIds) _assigned.Add((generation, id));
    }

    public void OnSynced(string memberId, string? instanceId, int generation, byte[] assignment)
    {
        var text = Encoding.UTF8.GetString(assignment);
        if (instanceId is null)
        {
            Assert.Equal($"{generation} {memberId}", text);
            Assert.Contains((generation, memberId), _assigned);
        }
        else
        {
            // Its assignment may carry the id of a former incarnation, never another member's.
            Assert.StartsWith($"{generation} {instanceId}-", text);
        }
    }

    public void OnCommitted(string topic, long offset) => _committed[topic] = offset;

    private static bool IsStatic(string memberId) => memberId.StartsWith("static", StringComparison.Ordinal);
}
