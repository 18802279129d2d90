using Levada.History.Events;
using Levada.Protocol;

namespace Levada.History.Workloads.Share;

/// <summary>One session of a member, from its first heartbeat on a connection to its end by choice or by loss.</summary>
internal sealed class ShareLife(ShareConnection connection, ShareMembership member, ShareNotes notes, long lockMs, Random random)
{
    private const long HeartbeatIntervalUs = 1_000_000;
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);
    private readonly ShareSession _session = new(connection, member);
    private readonly ShareIntentions _intentions = new(lockMs, random);
    private long _beginUs = Recorder.NowUs;
    private long _nextHeartbeatUs;
    private bool _isFetching;

    /// <returns>Whether the member is to come back.</returns>
    public bool Live(CancellationToken stopping)
    {
        var isMember = true;
        try
        {
            while (isMember && !stopping.IsCancellationRequested && random.Next(300) != 0)
            {
                isMember = TryHeartbeat();
                if (member.Assigned.Count == 0) stopping.WaitHandle.WaitOne(Interval);
                else if (isMember && !TryTakeTurn()) return LeaveNotes(true);
            }

            return LeaveNotes(isMember && End());
        }
        catch (IOException)
        {
            return LeaveNotes(true);
        }
    }

    private bool LeaveNotes(bool isMember)
    {
        notes.Left(_beginUs, _isFetching);
        return isMember;
    }

    private bool TryHeartbeat()
    {
        if (Recorder.NowUs < _nextHeartbeatUs) return true;
        Begin(isFetch: false);
        var error = member.IsCoordinated(connection) ? member.Heartbeat(connection) : ErrorCode.CoordinatorNotAvailable;
        switch (error)
        {
            case ErrorCode.None:
                _nextHeartbeatUs = Recorder.NowUs + HeartbeatIntervalUs;
                return true;
            case ErrorCode.CoordinatorNotAvailable or ErrorCode.CoordinatorLoadInProgress or ErrorCode.NotCoordinator:
                return true;
            case ErrorCode.UnknownMemberId or ErrorCode.FencedMemberEpoch:
                return false;
            default:
                throw new InvalidDataException($"The heartbeat of a share group's member is answered with {error}.");
        }
    }

    /// <returns>Whether the session goes on.</returns>
    private bool TryTakeTurn()
    {
        var said = _intentions.TakeDue();
        if (_session.IsOpen && said.Count > 0 && random.Next(2) == 0)
        {
            if (!TryAcknowledge(said)) return false;
            said = [];
        }

        // A session's first fetch takes no acknowledgements; a new session holds nothing.
        if (!TryFetch(said)) return false;
        // Alone, since a late word is refused with all that comes beside it.
        return (!_intentions.TryTakeLate(out var late) || TryAcknowledge([late]))
            && (!_intentions.TryTakeRenewal(out var renewal) || TryAcknowledge([renewal]));
    }

    private bool TryAcknowledge(IReadOnlyList<Said> said, bool isFinal = false)
    {
        Begin(isFetch: false);
        try
        {
            var answer = _session.Acknowledge(said, isFinal);
            var errors = answer.Responses.SelectMany(topic => topic.Partitions).ToDictionary(partition => partition.PartitionIndex, partition => partition.ErrorCode);
            notes.Acknowledged(_beginUs, said, partition => ShareNotes.OutcomeOf(answer.ErrorCode != ErrorCode.None ? answer.ErrorCode : errors[partition]));
            return answer.ErrorCode == ErrorCode.None;
        }
        catch (IOException)
        {
            notes.Acknowledged(_beginUs, said, _ => Outcome.Unknown);
            throw;
        }
    }

    private bool TryFetch(IReadOnlyList<Said> said)
    {
        Begin(isFetch: true);
        try
        {
            var answer = _session.Fetch(Limits(), said);
            var endUs = Recorder.NowUs;
            _isFetching = false;
            var partitions = answer.Responses.SelectMany(topic => topic.Partitions).ToArray();
            var errors = partitions.ToDictionary(partition => partition.PartitionIndex, partition => partition.AcknowledgeErrorCode);
            notes.Acknowledged(_beginUs, said, partition => ShareNotes.OutcomeOf(answer.ErrorCode != ErrorCode.None ? answer.ErrorCode : errors[partition]));
            foreach (var partition in partitions) Take(partition, endUs);
            return answer.ErrorCode == ErrorCode.None;
        }
        catch (IOException)
        {
            notes.Acknowledged(_beginUs, said, _ => Outcome.Unknown);
            throw;
        }
    }

    private void Take(Protocol.Messages.ShareFetchResponse.PartitionData partition, long endUs)
    {
        var (records, gaps) = ShareSession.Acquired(partition);
        foreach (var gap in gaps) _intentions.Add(gap);
        foreach (var record in records)
        {
            notes.Delivered(_beginUs, endUs, record);
            _intentions.Decide(record, endUs);
        }
    }

    /// <summary>Leaves in good order, or closes the session only, or just goes, or goes with a fetch under way.</summary>
    /// <returns>Whether the member is to come back.</returns>
    private bool End()
    {
        if (!_session.IsOpen) return true;
        switch (random.Next(4))
        {
            case 0:
                TryAcknowledge(_intentions.TakeAll(), isFinal: true);
                return member.Leave(connection) != ErrorCode.None;
            case 1:
                TryAcknowledge([], isFinal: true);
                return true;
            case 2:
                Begin(isFetch: true);
                _session.FetchBlindly(Limits());
                return random.Next(2) == 0;
            default:
                Begin(isFetch: false);
                return random.Next(2) == 0;
        }
    }

    private ShareFetchLimits Limits() => new(random.Next(20, 200), random.Next(3) switch { 0 => 1, 1 => 10, _ => 200 }, random.Next(2) == 0);

    private void Begin(bool isFetch)
    {
        _beginUs = Recorder.NowUs;
        _isFetching = isFetch;
    }
}
