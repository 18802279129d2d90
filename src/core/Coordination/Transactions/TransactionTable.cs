using System.Diagnostics.CodeAnalysis;

namespace Levada.Coordination.Transactions;

/// <summary>The transactional ids of one partition.</summary>
internal sealed class TransactionTable
{
    private readonly Dictionary<string, TransactionEntry> _entries = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _ongoing = new(StringComparer.Ordinal);

    public int Count => _entries.Count;

    /// <summary>Every entry, by transactional id.</summary>
    public IEnumerable<TransactionEntry> All => _entries.Values.OrderBy(entry => entry.TransactionalId, StringComparer.Ordinal);

    /// <summary>The entries with an open transaction, by transactional id.</summary>
    public IEnumerable<TransactionEntry> Ongoing => _ongoing.Select(id => _entries[id]);

    public bool HasOngoing => _ongoing.Count > 0;

    public bool TryGet(string transactionalId, [NotNullWhen(true)] out TransactionEntry? entry) =>
        _entries.TryGetValue(transactionalId, out entry);

    public void Set(string transactionalId, TransactionMetadata metadata)
    {
        if (_entries.TryGetValue(transactionalId, out var entry)) entry.Metadata = metadata;
        else _entries.Add(transactionalId, new TransactionEntry(transactionalId, metadata));
        if (metadata.State == TransactionState.Ongoing) _ongoing.Add(transactionalId);
        else _ongoing.Remove(transactionalId);
    }

    public void Remove(string transactionalId)
    {
        _entries.Remove(transactionalId);
        _ongoing.Remove(transactionalId);
    }
}
