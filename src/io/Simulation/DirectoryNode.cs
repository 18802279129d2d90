namespace Levada.Simulation;

/// <summary>A directory: the names everyone sees, the names the platter holds, and the changes between the two.</summary>
internal sealed class DirectoryNode : DiskNode
{
    private readonly SortedDictionary<string, DiskNode> _durable = new(StringComparer.Ordinal);
    private readonly List<NameChange> _pending = [];

    public SortedDictionary<string, DiskNode> Entries { get; } = new(StringComparer.Ordinal);

    public void Add(string name, DiskNode node) => Change(new NameChange(null, name, node));

    public void Remove(string name) => Change(new NameChange(name, null, Entries[name]));

    /// <summary>A rename within one directory is one change: it is kept or lost as a whole.</summary>
    public void Rename(string oldName, string newName) => Change(new NameChange(oldName, newName, Entries[oldName]));

    public void Flush()
    {
        foreach (var change in _pending) change.ApplyTo(_durable);
        _pending.Clear();
    }

    /// <summary>The directory as it could come back, with everything below it.</summary>
    /// <param name="survivors">The nodes composed so far: a file under two names is still one file.</param>
    public DirectoryNode AfterPowerLoss(SeededRandom random, DiskFaults faults, Dictionary<DiskNode, DiskNode> survivors)
    {
        var names = new SortedDictionary<string, DiskNode>(_durable, StringComparer.Ordinal);
        var keepProbability = random.Next(4) switch { 0 => 0.0, 1 => 1.0, _ => 0.5 };
        foreach (var change in _pending)
            if (random.NextBoolean(keepProbability))
                change.ApplyTo(names);

        var result = new DirectoryNode();
        survivors[this] = result;
        foreach (var (name, node) in names)
        {
            if (!survivors.TryGetValue(node, out var survivor))
            {
                survivor = node is DirectoryNode directory
                    ? directory.AfterPowerLoss(random, faults, survivors)
                    : ((FileNode)node).AfterPowerLoss(random, faults);
                survivors[node] = survivor;
            }

            result.Entries.Add(name, survivor);
            result._durable.Add(name, survivor);
        }

        return result;
    }

    private void Change(NameChange change)
    {
        change.ApplyTo(Entries);
        _pending.Add(change);
    }

    private readonly record struct NameChange(string? OldName, string? NewName, DiskNode Node)
    {
        public void ApplyTo(SortedDictionary<string, DiskNode> names)
        {
            // An earlier change may have been lost, so the old name may be absent or stand for another file by now.
            if (OldName is not null && names.TryGetValue(OldName, out var node) && node == Node) names.Remove(OldName);
            if (NewName is not null) names[NewName] = Node;
        }
    }
}
