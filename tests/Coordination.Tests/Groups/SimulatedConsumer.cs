using Levada.Protocol;
using Levada.Protocol.Messages;

namespace Levada.Coordination.Tests.Groups;

/// <summary>A group member that follows the protocol one step at a time, and may be killed between any two.</summary>
internal sealed class SimulatedConsumer(GroupScenario scenario, GroupHistory history, string? instanceId, string topic)
{
    private string _memberId = "";
    private int _generation = -1;
    private long? _join;
    private long? _sync;
    private bool _isStable;

    public IEnumerable<long> Waiting => new[] { _join, _sync }.OfType<long>();

    /// <summary>Does the next thing a client would do.</summary>
    public void Step()
    {
        if (_join is { } join)
        {
            if (!scenario.IsAnswered(join)) return;
            _join = null;
            OnJoined(scenario.Answer<JoinGroupResponse>(join));
        }
        else if (_sync is { } sync)
        {
            if (!scenario.IsAnswered(sync)) return;
            _sync = null;
            OnSynced(scenario.Answer<SyncGroupResponse>(sync));
        }
        else if (_isStable)
        {
            OnError(scenario.Heartbeat(_memberId, _generation, instanceId));
        }
        else
        {
            _join = scenario.SendJoin(GroupScenario.JoinRequest(_memberId, instanceId, GroupScenario.Protocol("range", topic)));
        }
    }

    public void Commit(long offset)
    {
        if (!_isStable) return;
        var error = scenario.Commit(offset, _memberId, _generation, topic);
        if (error == ErrorCode.None) history.OnCommitted(topic, offset);
        else OnError(error);
    }

    public void Leave()
    {
        if (_memberId.Length > 0) scenario.Leave((_memberId, instanceId));
        Crash();
    }

    /// <summary>The process ends without a word; a static one comes back under its instance id.</summary>
    public void Crash()
    {
        (_memberId, _generation, _join, _sync, _isStable) = ("", -1, null, null, false);
    }

    /// <summary>The coordinator moved: requests on the way are answered by nobody.</summary>
    public void OnCoordinatorLost() => (_join, _sync) = (null, null);

    private void OnJoined(in JoinGroupResponse response)
    {
        if (response.ErrorCode == ErrorCode.MemberIdRequired) _memberId = response.MemberId;
        if (response.ErrorCode != ErrorCode.None)
        {
            OnError(response.ErrorCode);
            return;
        }

        (_memberId, _generation) = (response.MemberId, response.GenerationId);
        history.OnJoined(response);
        var ids = response.Members.Select(member => member.MemberId).ToArray();
        var isAssigning = response.Leader == _memberId && !response.SkipAssignment;
        if (isAssigning) history.OnAssigned(_generation, ids);
        _sync = scenario.SendSync(
            _memberId, _generation, isAssigning ? Array.ConvertAll(ids, id => (id, GroupHistory.Assignment(_generation, id))) : []);
    }

    private void OnSynced(in SyncGroupResponse response)
    {
        if (response.ErrorCode != ErrorCode.None)
        {
            OnError(response.ErrorCode);
            return;
        }

        _isStable = true;
        history.OnSynced(_memberId, instanceId, _generation, response.Assignment);
    }

    private void OnError(ErrorCode error)
    {
        if (error is ErrorCode.UnknownMemberId or ErrorCode.FencedInstanceId) _memberId = "";
        if (error != ErrorCode.None) _isStable = false;
    }
}
