using Levada.Coordination.Share;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Broker.Share.DeadLetters;

/// <summary>Collects dead letters into one batch that the dead-letter topic accepts.</summary>
/// <param name="topic">The name of the topic that the records are from.</param>
/// <param name="bytesMax">The most bytes that a batch of the dead-letter topic may have.</param>
/// <param name="start">The first record to tell of.</param>
internal sealed class DeadLetterBatch(string topic, SharePartitionKey key, long nowMs, int bytesMax, DeadLetterCursor start)
{
    private const string GoneRemark = " It is not copied here because it is no longer in the log.";
    private const string LargeRemark = " It is not copied here because it is larger than the topic allows.";
    private readonly RecordBatchBuilder _builder = new();
    private bool _isFull;

    /// <summary>The first record that has no dead letter in this batch or one before it.</summary>
    public DeadLetterCursor Cursor { get; private set; } = start;

    public int RecordCount => _builder.RecordCount;

    public void Start()
    {
        _builder.Start(new RecordBatchOptions());
        _isFull = false;
    }

    /// <summary>Adds dead letters that only tell of their records, as many as go in.</summary>
    public void AddAll() => AddUpTo(long.MaxValue, "");

    /// <summary>Adds dead letters with what their records hold, as far as the source has been read.</summary>
    public void AddCopies(DeadLetterSource source)
    {
        foreach (var batch in source.Batches)
        {
            if (_isFull || Cursor.IsAtEnd) return;
            if (batch.NextOffset <= Cursor.Offset) continue;
            if (!batch.IsControl) AddCopies(source.RecordsOf(batch));
            AddUpTo(batch.NextOffset - 1, GoneRemark);
        }

        // Nothing there: this one at least is told of, so that the writing ends.
        if (RecordCount == 0 && !Cursor.IsAtEnd) AddUpTo(Cursor.Offset, GoneRemark);
    }

    public void Build(FrameBuffer target) => _builder.Build(target);

    public void Release() => _builder.Release();

    private void AddCopies(RecordReader records)
    {
        foreach (var record in records)
        {
            AddUpTo(record.Offset - 1, GoneRemark);
            if (_isFull || Cursor.IsAtEnd) return;
            if (Cursor.Offset == record.Offset) AddCopy(record);
        }
    }

    private void AddUpTo(long last, string remark)
    {
        while (!Cursor.IsAtEnd && Cursor.Offset <= last)
        {
            var headers = Headers(remark);
            if (!HasRoom(RecordBatchBuilder.SizeBytesMax(0, 0, headers))) return;
            _builder.Append(nowMs, NullableBytes.Null, NullableBytes.Null, headers);
            Cursor = Cursor.Next();
        }
    }

    private void AddCopy(Record record)
    {
        var headers = Headers("");
        if (!HasRoom(RecordBatchBuilder.SizeBytesMax(record, headers))) return;
        _builder.AppendCopy(nowMs, record, headers);
        if (_builder.UncompressedSizeBytes <= bytesMax)
        {
            Cursor = Cursor.Next();
            return;
        }

        // Too large even alone.
        Start();
        AddUpTo(Cursor.Offset, LargeRemark);
    }

    /// <summary>Whether a record goes in. The first one does in any case, for it will never find more room.</summary>
    private bool HasRoom(int byteCount)
    {
        _isFull = RecordCount > 0 && (long)_builder.UncompressedSizeBytes + byteCount > bytesMax;
        return !_isFull;
    }

    private RecordHeader[] Headers(string remark)
    {
        var range = Cursor.Range;
        return new DeadLetterContext(
            topic, key.Partition, Cursor.Offset, key.GroupId, range.DeliveryCount, DeadLetterReasons.Sentence(range.Reason) + remark,
            DeadLetterReasons.Word(range.Reason)).ToHeaders();
    }
}
