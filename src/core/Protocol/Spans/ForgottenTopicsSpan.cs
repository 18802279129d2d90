namespace Levada.Protocol.Spans;

/// <summary>The partitions that a Fetch request takes out of its session, read in place.</summary>
/// <remarks>Each copy of the value walks on its own.</remarks>
public ref struct ForgottenTopicsSpan
{
    private readonly FetchLayout _layout;
    private WireReader _reader;
    private int _topicsLeft;
    private int _partitionsLeft;
    private bool _isInTopic;

    internal ForgottenTopicsSpan(WireReader reader, FetchLayout layout)
    {
        _layout = layout;
        _reader = reader;
        if (layout.HasSession)
            _topicsLeft = TopicCount = SpanReads.RequiredCount(ref _reader, layout.IsFlexible, layout.TopicSizeMin);
    }

    public int TopicCount { get; }

    /// <summary>The current topic's name in UTF-8; empty in versions that name it by id.</summary>
    public ReadOnlySpan<byte> TopicName { get; private set; }

    /// <summary>The current topic's id, from version 13.</summary>
    public Uuid TopicId { get; private set; }

    public int PartitionIndex { get; private set; }

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
        _partitionsLeft = SpanReads.RequiredCount(ref _reader, _layout.IsFlexible, sizeof(int));
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
        PartitionIndex = _reader.ReadInt32();
        return !_reader.Failed;
    }

    /// <summary>A reader at the first byte after the section; failed when the section is malformed.</summary>
    internal readonly WireReader ReaderBehind()
    {
        var walk = this;
        while (walk.MoveToTopic())
        {
        }

        return walk._reader;
    }
}
