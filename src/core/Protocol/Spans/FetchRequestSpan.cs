namespace Levada.Protocol.Spans;

/// <summary>A Fetch request (versions 4 to 18) read in place: nothing is copied or allocated.</summary>
/// <remarks>
/// The constructor walks the whole body once: a malformed request is known at once, and so are the fields that stand
/// behind the topics. Then <see cref="MoveToTopic"/> and <see cref="MoveToPartition"/> visit the partitions in order; a
/// copy of the value starts again where the original stood.
/// </remarks>
public ref struct FetchRequestSpan
{
    private const uint ClusterIdTag = 0;
    private const uint ReplicaStateTag = 1;

    private readonly FetchLayout _layout;
    private WireReader _reader;
    private int _topicsLeft;
    private int _partitionsLeft;
    private bool _isInTopic;
    private FetchPartitionSpan _partition;

    public FetchRequestSpan(ReadOnlySpan<byte> body, short version)
    {
        _layout = new FetchLayout(version);
        _reader = new WireReader(body);
        ReplicaId = _layout.HasReplicaState ? -1 : _reader.ReadInt32();
        ReplicaEpoch = -1;
        MaxWaitMs = _reader.ReadInt32();
        MinBytes = _reader.ReadInt32();
        MaxBytes = _reader.ReadInt32();
        IsolationLevel = _reader.ReadInt8();
        SessionId = _layout.HasSession ? _reader.ReadInt32() : 0;
        SessionEpoch = _layout.HasSession ? _reader.ReadInt32() : -1;
        _topicsLeft = TopicCount = SpanReads.RequiredCount(ref _reader, _layout.IsFlexible, _layout.TopicSizeMin);
        var walk = this;
        while (walk.MoveToTopic())
        {
            while (walk.MoveToPartition()) PartitionCount++;
        }

        ForgottenTopics = new ForgottenTopicsSpan(walk._reader, _layout);
        var tail = ForgottenTopics.ReaderBehind();
        RackId = _layout.HasRackId ? SpanReads.RequiredString(ref tail, _layout.IsFlexible) : default;
        if (_layout.IsFlexible) ReadTaggedFields(ref tail);
        IsMalformed = tail.Failed;
    }

    /// <summary>Whether the body does not hold a request of this version; nothing else is to be used then.</summary>
    public bool IsMalformed { get; }

    /// <summary>The follower's broker id; -1 for a consumer. From version 15 out of the replica state.</summary>
    public int ReplicaId { get; private set; }

    /// <summary>The follower's broker epoch, from version 15; else -1.</summary>
    public long ReplicaEpoch { get; private set; }

    public int MaxWaitMs { get; }
    public int MinBytes { get; }
    public int MaxBytes { get; }

    /// <summary>0: read uncommitted; 1: read committed.</summary>
    public sbyte IsolationLevel { get; }

    /// <summary>The incremental fetch session (KIP-227); 0 for none.</summary>
    public int SessionId { get; }

    /// <summary>-1: no session; 0: open one; else the session's next epoch.</summary>
    public int SessionEpoch { get; }

    public int TopicCount { get; }

    /// <summary>Partitions of all topics together.</summary>
    public int PartitionCount { get; }

    /// <summary>The consumer's rack in UTF-8, from version 11; empty for none.</summary>
    public ReadOnlySpan<byte> RackId { get; }

    /// <summary>The cluster id in UTF-8, from version 12.</summary>
    public ReadOnlySpan<byte> ClusterId { get; private set; }

    public bool HasClusterId { get; private set; }

    /// <summary>What the session no longer fetches, from version 7.</summary>
    public ForgottenTopicsSpan ForgottenTopics { get; }

    /// <summary>The current topic's name in UTF-8; empty in versions that name it by id.</summary>
    public ReadOnlySpan<byte> TopicName { get; private set; }

    /// <summary>The current topic's id, from version 13.</summary>
    public Uuid TopicId { get; private set; }

    /// <summary>Partitions of the current topic.</summary>
    public int TopicPartitionCount { get; private set; }

    public readonly FetchPartitionSpan Partition => _partition;

    /// <summary>Goes to the next topic, past what is left of the current one.</summary>
    public bool MoveToTopic()
    {
        while (MoveToPartition())
        {
        }

        if (_topicsLeft == 0 || _reader.Failed) return false;
        _topicsLeft--;
        if (_layout.HasTopicIds) TopicId = _reader.ReadUuid();
        else TopicName = SpanReads.RequiredString(ref _reader, _layout.IsFlexible);
        _partitionsLeft = TopicPartitionCount =
            SpanReads.RequiredCount(ref _reader, _layout.IsFlexible, _layout.PartitionSizeMin);
        _isInTopic = true;
        return !_reader.Failed;
    }

    /// <summary>Goes to the current topic's next partition.</summary>
    public bool MoveToPartition()
    {
        if (_partitionsLeft == 0 || _reader.Failed)
        {
            if (_isInTopic && _layout.IsFlexible) _reader.SkipTaggedFields();
            _isInTopic = false;
            return false;
        }

        _partitionsLeft--;
        _partition = FetchPartitionSpan.Read(ref _reader, _layout);
        return !_reader.Failed;
    }

    private void ReadTaggedFields(ref WireReader reader)
    {
        for (var left = reader.ReadTaggedFieldCount(); left > 0 && !reader.Failed; left--)
        {
            var field = reader.ReadTaggedField(out var tag);
            if (tag == ClusterIdTag)
            {
                ClusterId = field.ReadStringSpan(isFlexible: true, out var isNull);
                HasClusterId = !isNull;
            }
            else if (tag == ReplicaStateTag && _layout.HasReplicaState)
            {
                ReplicaId = field.ReadInt32();
                ReplicaEpoch = field.ReadInt64();
                field.SkipTaggedFields();
            }
            else
            {
                continue;
            }

            if (field.Failed || field.RemainingCount > 0) reader.Fail();
        }
    }
}
