using Levada.Protocol;
using Levada.Protocol.Messages;
using Levada.Records;

namespace Levada.Quorum;

/// <summary>Builds the quorum's control batches: the start of an epoch, the two ends of a snapshot.</summary>
/// <remarks>Every value is in version 0 of its schema, the one that every reader of the format knows.</remarks>
internal sealed class ControlBatchWriter
{
    private const short ValueVersion = 0;

    private readonly RecordBatchBuilder _builder = new();
    private readonly FrameBuffer _value = new();

    /// <summary>Appends the batch that opens an epoch of a leader without other voters.</summary>
    /// <param name="voters">What the log is to say from here on; null if it says so already.</param>
    public void WriteEpochStart(FrameBuffer target, LeaderEpoch epoch, int leaderId, QuorumVoters? voters, long nowMs)
    {
        var self = new LeaderChangeMessage.Voter { VoterId = leaderId };
        Start(epoch, 0);
        Append(ControlRecordType.LeaderChange, nowMs, new LeaderChangeMessage { LeaderId = leaderId, Voters = [self], GrantingVoters = [self] });
        if (voters is { } changed) AppendVoters(changed, nowMs);
        _builder.Build(target);
    }

    /// <summary>Appends the batch that a snapshot begins with; returns the offset after it.</summary>
    public long WriteSnapshotHeader(FrameBuffer target, LeaderEpoch epoch, QuorumVoters voters, long lastContainedTimestampMs, long nowMs)
    {
        Start(epoch, 0);
        Append(ControlRecordType.SnapshotHeader, nowMs, new SnapshotHeaderRecord { LastContainedLogTimestamp = lastContainedTimestampMs });
        if (voters.KRaftVersion > 0) AppendVoters(voters, nowMs);
        _builder.Build(target);
        return _builder.NextOffset;
    }

    /// <summary>Appends the batch that says a snapshot is whole.</summary>
    public void WriteSnapshotFooter(FrameBuffer target, LeaderEpoch epoch, long baseOffset, long nowMs)
    {
        Start(epoch, baseOffset);
        Append(ControlRecordType.SnapshotFooter, nowMs, new SnapshotFooterRecord());
        _builder.Build(target);
    }

    private void Start(LeaderEpoch epoch, long baseOffset) =>
        _builder.Start(new RecordBatchOptions { BaseOffset = baseOffset, PartitionLeaderEpoch = epoch, IsControl = true });

    private void AppendVoters(QuorumVoters voters, long nowMs)
    {
        Append(ControlRecordType.KRaftVersion, nowMs, new KRaftVersionRecord { KRaftVersion = voters.KRaftVersion });
        if (voters.Record is { } record) Append(ControlRecordType.KRaftVoters, nowMs, record);
    }

    private void Append<TValue>(ControlRecordType type, long nowMs, TValue value) where TValue : struct, IWireMessage<TValue>
    {
        _value.Clear();
        value.Write(new WireWriter(_value), ValueVersion);
        ControlRecords.Append(_builder, type, nowMs, _value.Written);
    }
}
