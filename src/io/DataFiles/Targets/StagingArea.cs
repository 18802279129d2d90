using System.Text;

namespace Levada.DataFiles.Targets;

/// <summary>The directories of one run while its target does not show them.</summary>
/// <remarks>
/// <c>.name.id</c> beside the target holds the journal and the resume note, so that they are found again; the files lie in it
/// too, or in a directory of the same name elsewhere, which <c>place</c> then names. Below that: <c>data</c>, which holds
/// whole files only and becomes (part of) the target; <c>parts</c>, files that are being written; <c>scratch</c>;
/// and <c>old</c>, a replaced target on its way out.
/// </remarks>
internal sealed class StagingArea
{
    private const int PlaceBytesMax = 64 << 10;

    private static readonly string[] s_names =
        ["data", "journal", "journal.next", "old", "parts", "place", "place.next", "resume", "resume.next", "scratch"];

    private readonly IDisk _disk;

    private StagingArea(IDisk disk, string control, string work)
    {
        _disk = disk;
        Control = control;
        Work = work;
    }

    public string Control { get; }

    public string Work { get; }

    public string Data => Path.Join(Work, "data");

    public string LargeObjects => Path.Join(Data, LargeObjectNames.Directory);

    public string Parts => Path.Join(Work, "parts");

    public string Scratch => Path.Join(Work, "scratch");

    /// <summary>Beside the target, not in <see cref="Work"/>'s <c>data</c>: the old target waits there for its deletion.</summary>
    public string Old => Path.Join(Control, "old");

    private string JournalPath => JournalIn(Control);

    private string ResumePath => Path.Join(Control, "resume");

    private string PlacePath => Path.Join(Control, "place");

    /// <summary>Where a run whose directory beside the target is given keeps its journal.</summary>
    public static string JournalIn(string control) => Path.Join(control, "journal");

    /// <summary>Makes the directories of a new run.</summary>
    /// <param name="root">Where the files go, on the same file system; null: beside the target.</param>
    public static StagingArea Create(TargetPath target, string? root, IDisk disk)
    {
        var name = target.StagingName(Guid.NewGuid());
        var area = new StagingArea(disk, Path.Join(target.Parent, name), Path.Join(root ?? target.Parent, name));
        disk.CreateDirectory(area.Control, isPrivate: true);
        try
        {
            if (area.Work != area.Control)
            {
                disk.WriteDurably(area.PlacePath, Encoding.UTF8.GetBytes(area.Work));
                disk.SyncDirectory(target.Parent);
                disk.CreateDirectory(area.Work, isPrivate: true);
            }

            area.CreateWorkDirectories();
            return area;
        }
        catch
        {
            area.TryDelete();
            throw;
        }
    }

    /// <summary>Whether a directory holds nothing but what an area does: nothing else is ever deleted for its name alone.</summary>
    public static bool IsArea(string control, IDisk disk) => disk.List(control).All(s_names.Contains);

    /// <summary>The area of an earlier run, by its directory beside the target.</summary>
    public static StagingArea Find(string control, IDisk disk)
    {
        var area = new StagingArea(disk, control, control);
        if (disk.ReadSmall(area.PlacePath, PlaceBytesMax) is not { } bytes)
            return area;
        var place = Encoding.UTF8.GetString(bytes);
        return Path.IsPathFullyQualified(place) && Path.GetFileName(place) == Path.GetFileName(control)
            ? new StagingArea(disk, control, place)
            : throw new IOException($"{area.PlacePath} is damaged.");
    }

    public void WriteJournal(CommitJournal journal) => _disk.WriteDurably(JournalPath, journal.ToBytes());

    public void DeleteJournal() => DeleteDurably(JournalPath);

    /// <summary>The journal of a run that decided to commit; null when it did not.</summary>
    /// <exception cref="IOException">It cannot be read or followed.</exception>
    public CommitJournal? ReadJournal()
    {
        if (_disk.ReadSmall(JournalPath, CommitJournal.ByteCountMax) is not { } bytes)
            return null;
        try
        {
            return CommitJournal.Parse(bytes);
        }
        catch (InvalidDataException e)
        {
            throw new IOException($"{JournalPath} cannot be used: {e.Message}.", e);
        }
    }

    public void WriteResume(StagedResume resume) => _disk.WriteDurably(ResumePath, resume.ToBytes());

    /// <summary>What a run noted for a later one that resumes it; null when it did not, or cannot be gone on from.</summary>
    public StagedResume? ReadResume() =>
        _disk.ReadSmall(ResumePath, StagedResume.ByteCountMax) is { } bytes
        && _disk.KindOf(Data) == EntryKind.Directory
        && _disk.KindOf(Parts) == EntryKind.Directory
            ? StagedResume.Parse(bytes)
            : null;

    /// <summary>Forgets the note: what is staged is about to change in a way that it does not describe.</summary>
    public void DeleteResume() => DeleteDurably(ResumePath);

    /// <summary>Deletes all staged files, and keeps the area for new ones.</summary>
    public void Clear()
    {
        DeleteResume();
        _disk.DeleteTree(Data);
        _disk.DeleteTree(Parts);
        _disk.DeleteTree(Scratch);
        CreateWorkDirectories();
    }

    /// <summary>Makes the names of all staged files, and the way to them, last over a loss of power.</summary>
    public void Sync()
    {
        if (_disk.KindOf(LargeObjects) == EntryKind.Directory)
            _disk.SyncDirectory(LargeObjects);
        _disk.SyncDirectory(Data);
        _disk.SyncDirectory(Parts);
        _disk.SyncDirectory(Work);
        _disk.SyncDirectory(Path.GetDirectoryName(Work)!);
        if (Work == Control)
            return;
        _disk.SyncDirectory(Control);
        _disk.SyncDirectory(Path.GetDirectoryName(Control)!);
    }

    /// <summary>Deletes the area.</summary>
    public void Delete()
    {
        // The journal first: with only some of its files left, it would commit those. The directory that names the other one last.
        DeleteJournal();
        if (Work != Control && _disk.KindOf(Work) != EntryKind.Missing)
        {
            _disk.DeleteTree(Work);
            _disk.SyncDirectory(Path.GetDirectoryName(Work)!);
        }

        _disk.DeleteTree(Control);
    }

    /// <summary>Deletes the journal, which must not be followed once more when later runs have gone on from it, and the rest as far as that works.</summary>
    public void Forget()
    {
        DeleteJournal();
        TryDelete();
    }

    /// <summary>Deletes the area as far as that works; what is left the next run into this target deletes.</summary>
    public bool TryDelete() => Try(Delete);

    public bool TryDeleteLeftovers() => Try(DeleteLeftovers);

    /// <summary>Deletes what a commit leaves over, and keeps its journal.</summary>
    public void DeleteLeftovers()
    {
        DeleteResume();
        _disk.DeleteTree(Old);
        _disk.DeleteTree(Data);
        _disk.DeleteTree(Parts);
        _disk.DeleteTree(Scratch);
    }

    private static bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            return false;
        }
    }

    private void DeleteDurably(string path)
    {
        if (_disk.KindOf(path) == EntryKind.Missing)
            return;
        _disk.DeleteFile(path);
        _disk.SyncDirectory(Control);
    }

    private void CreateWorkDirectories()
    {
        _disk.CreateDirectory(Data, isPrivate: false);
        _disk.CreateDirectory(Parts, isPrivate: true);
        _disk.CreateDirectory(Scratch, isPrivate: true);
    }
}
