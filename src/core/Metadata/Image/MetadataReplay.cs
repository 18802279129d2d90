using Levada.Protocol.Records;

namespace Levada.Metadata.Image;

/// <summary>Follows the metadata log: committed batches in, images out.</summary>
/// <remarks>
/// Records between BeginTransaction and EndTransaction are held back until the end and dropped at AbortTransaction
/// (KIP-868). One owner at a time; the images may be read by anyone.
/// </remarks>
public sealed class MetadataReplay
{
    private List<IMetadataRecord>? _transaction;

    public MetadataReplay(MetadataImage image) => Image = image;

    /// <summary>The state after everything applied so far, but for a transaction that is still open.</summary>
    public MetadataImage Image { get; private set; }

    /// <summary>Whether a metadata transaction is open.</summary>
    public bool IsInTransaction => _transaction is not null;

    /// <summary>Applies a run of records as one step.</summary>
    /// <param name="lastOffset">The offset of the last of them.</param>
    /// <param name="lastEpoch">The quorum's epoch of the last of them.</param>
    public MetadataChange Apply(IReadOnlyList<IMetadataRecord> records, long lastOffset, int lastEpoch)
    {
        var delta = new MetadataDelta(Image);
        foreach (var record in records) Route(record, delta);
        var change = delta.Finish(lastOffset, lastEpoch);
        Image = change.After;
        return change;
    }

    private void Route(IMetadataRecord record, MetadataDelta delta)
    {
        switch (record)
        {
            case MetadataRecord<BeginTransactionRecord>:
                _transaction = [];
                break;
            case MetadataRecord<AbortTransactionRecord>:
                _transaction = null;
                break;
            case MetadataRecord<EndTransactionRecord>:
                if (_transaction is { } held) delta.Replay(held);
                _transaction = null;
                break;
            default:
                if (_transaction is null) delta.Replay(record);
                else _transaction.Add(record);
                break;
        }
    }
}
