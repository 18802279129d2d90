namespace Levada.DataFiles.Targets;

/// <summary>The directories above a target that a run had to create, and takes away again when it fails.</summary>
internal sealed class ParentDirectories(IDisk disk)
{
    private readonly List<string> _created = [];

    /// <summary>Creates a directory and whatever is missing above it.</summary>
    public void Create(string path)
    {
        var missing = new Stack<string>();
        for (var next = path; next is not null && disk.KindOf(next) == EntryKind.Missing; next = Path.GetDirectoryName(next))
            missing.Push(next);
        while (missing.TryPop(out var next))
        {
            disk.CreateDirectory(next, isPrivate: false);
            _created.Add(next);
        }
    }

    /// <summary>Makes them last over a loss of power.</summary>
    public void Sync()
    {
        foreach (var path in _created)
            disk.SyncDirectory(Path.GetDirectoryName(path)!);
    }

    /// <summary>Takes those away that are still empty.</summary>
    public void TryDelete()
    {
        try
        {
            for (; _created.Count > 0 && disk.List(_created[^1]).IsEmpty; _created.RemoveAt(_created.Count - 1))
                disk.DeleteDirectory(_created[^1]);
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            // An empty directory more is no harm, and the failure that led here is the one to tell.
        }
    }
}
