namespace Levada.Protocol.Spans;

/// <summary>A Produce request (versions 3 to 13) read in place: nothing is copied or allocated.</summary>
/// <remarks>
/// The constructor walks the whole body once, so that a malformed request is known before anything of it is appended.
/// Then <see cref="MoveToTopic"/> and <see cref="MoveToPartition"/> visit the partitions in order; a copy of the value
/// starts again where the original stood. Ranges count from the start of the body.
/// </remarks>
public ref struct ProduceRequestSpan
{
    private const short FirstFlexibleVersion = 9;
    private const short FirstTopicIdVersion = 13;

    private readonly short _version;
    private WireReader _reader;
    private int _topicsLeft;
    private int _partitionsLeft;
    private bool _isInTopic;

    public ProduceRequestSpan(ReadOnlySpan<byte> body, short version)
    {
        _version = version;
        _reader = new WireReader(body);
        TransactionalId = _reader.ReadStringSpan(IsFlexible, out var isNull);
        HasTransactionalId = !isNull;
        Acks = _reader.ReadInt16();
        TimeoutMs = _reader.ReadInt32();
        _topicsLeft = TopicCount = SpanReads.RequiredCount(ref _reader, IsFlexible, TopicSizeMin);
        var walk = this;
        while (walk.MoveToTopic())
        {
            while (walk.MoveToPartition()) PartitionCount++;
        }

        if (IsFlexible) walk._reader.SkipTaggedFields();
        IsMalformed = walk._reader.Failed;
    }

    /// <summary>Whether the body does not hold a request of this version; nothing else is to be used then.</summary>
    public bool IsMalformed { get; }

    /// <summary>The transactional id in UTF-8; empty when there is none.</summary>
    public ReadOnlySpan<byte> TransactionalId { get; }

    public bool HasTransactionalId { get; }

    /// <summary>0: no response; 1: after the leader's write; -1: after all in-sync replicas'.</summary>
    public short Acks { get; }

    public int TimeoutMs { get; }
    public int TopicCount { get; }

    /// <summary>Partitions of all topics together.</summary>
    public int PartitionCount { get; }

    /// <summary>The current topic's name in UTF-8; empty in versions that name it by id.</summary>
    public ReadOnlySpan<byte> TopicName { get; private set; }

    /// <summary>The current topic's id, from version 13.</summary>
    public Uuid TopicId { get; private set; }

    /// <summary>Partitions of the current topic.</summary>
    public int TopicPartitionCount { get; private set; }

    public int PartitionIndex { get; private set; }

    /// <summary>Where the current partition's record batches lie in the body; empty when they are null.</summary>
    public Range Records { get; private set; }

    /// <summary>Whether the current partition's records are anything but null.</summary>
    public bool HasRecords { get; private set; }

    private readonly bool IsFlexible => _version >= FirstFlexibleVersion;

    private readonly int TopicSizeMin => _version >= FirstTopicIdVersion ? 18 : IsFlexible ? 3 : 6;

    private readonly int PartitionSizeMin => IsFlexible ? 6 : 8;

    /// <summary>Goes to the next topic, past what is left of the current one.</summary>
    public bool MoveToTopic()
    {
        while (MoveToPartition())
        {
        }

        if (_topicsLeft == 0 || _reader.Failed) return false;
        _topicsLeft--;
        if (_version >= FirstTopicIdVersion) TopicId = _reader.ReadUuid();
        else TopicName = SpanReads.RequiredString(ref _reader, IsFlexible);
        _partitionsLeft = TopicPartitionCount = SpanReads.RequiredCount(ref _reader, IsFlexible, PartitionSizeMin);
        _isInTopic = true;
        return !_reader.Failed;
    }

    /// <summary>Goes to the current topic's next partition.</summary>
    public bool MoveToPartition()
    {
        if (_partitionsLeft == 0 || _reader.Failed)
        {
            if (_isInTopic && IsFlexible) _reader.SkipTaggedFields();
            _isInTopic = false;
            return false;
        }

        _partitionsLeft--;
        PartitionIndex = _reader.ReadInt32();
        var records = _reader.ReadBytesSpan(IsFlexible, out var isNull);
        HasRecords = !isNull;
        Records = (_reader.Position - records.Length).._reader.Position;
        if (IsFlexible) _reader.SkipTaggedFields();
        return !_reader.Failed;
    }
}
