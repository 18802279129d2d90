using Levada.Protocol;

namespace Levada.Log.Directories;

/// <summary>One directory of <c>log.dirs</c>: who holds it, whose it is, how it was left, and what lies in it.</summary>
/// <remarks>Not safe for concurrent use, except that checkpoints of different names may be written at once.</remarks>
public sealed class LogDirectory : IDisposable
{
    private const string LockFileName = ".lock";

    private readonly IFileSystem _fileSystem;
    private readonly IDisposable _lock;

    private LogDirectory(IFileSystem fileSystem, string path, IDisposable taken)
    {
        _fileSystem = fileSystem;
        _lock = taken;
        Path = path;
    }

    public string Path { get; }

    /// <summary>Whose the directory is; null when it is not formatted.</summary>
    public MetaProperties? Meta { get; private set; }

    /// <summary>Whether the last owner closed it in good order: no log has to be recovered.</summary>
    public bool WasCleanlyShutDown { get; private set; }

    /// <summary>The registration of the owner that closed it cleanly, or None.</summary>
    public BrokerEpoch PreviousBrokerEpoch { get; private set; } = BrokerEpoch.None;

    /// <summary>Whether the disk failed: nothing in the directory is served any more.</summary>
    public bool IsOffline { get; private set; }

    /// <summary>Creates the directory if need be and takes it for this process; null when another process has it.</summary>
    /// <remarks>The mark of a clean shutdown is taken away, durably: from here on a crash is a crash.</remarks>
    /// <exception cref="IOException">The disk failed.</exception>
    public static LogDirectory? TryOpen(IFileSystem fileSystem, string path)
    {
        fileSystem.CreateDirectory(path);
        if (fileSystem.TryLock($"{path}/{LockFileName}") is not { } taken) return null;
        var directory = new LogDirectory(fileSystem, path, taken);
        try
        {
            directory.TakeShutdownMark();
            var meta = SmallFile.ReadText(fileSystem, $"{path}/{MetaProperties.FileName}");
            directory.Meta = meta is null ? null : MetaProperties.Parse(meta);
            return directory;
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    /// <summary>Formats the directory, or gives it an id it did not have.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public void WriteMeta(MetaProperties meta)
    {
        SmallFile.Replace(_fileSystem, Path, MetaProperties.FileName, meta.ToBytes());
        Meta = meta;
    }

    /// <summary>Where a partition in use has its files.</summary>
    public string PathOf(TopicPartition partition) => $"{Path}/{partition}";

    /// <summary>The partitions' directories; others are left out.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public IReadOnlyList<PartitionDirectory> ListPartitions()
    {
        var found = new List<PartitionDirectory>();
        foreach (var name in _fileSystem.ListDirectories(Path))
        {
            var path = $"{Path}/{name}";
            if (PartitionDirectory.TryParse(name, out var kind, out var partition))
                found.Add(new(path, kind, partition, PartitionMetadataFile.Read(_fileSystem, path)));
        }

        return found;
    }

    /// <summary>Takes a partition out of use, durably; <see cref="DeletePartition"/> removes the files later.</summary>
    /// <param name="unique">Random.</param>
    /// <returns>The new path; null when the partition never had files.</returns>
    /// <exception cref="IOException">The disk failed.</exception>
    public string? MarkDeleted(TopicPartition partition, Uuid unique) => SetAside(partition, unique, PartitionDirectory.DeletedSuffix);

    /// <summary>Sets a partition aside that the cluster does not know.</summary>
    /// <param name="unique">Random.</param>
    /// <returns>The new path; null when the partition has no files.</returns>
    /// <exception cref="IOException">The disk failed.</exception>
    public string? MarkStray(TopicPartition partition, Uuid unique) => SetAside(partition, unique, PartitionDirectory.StraySuffix);

    /// <summary>Deletes a directory that was taken out of use.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public void DeletePartition(string path) => _fileSystem.DeleteDirectory(path);

    /// <summary>The offsets of one of the checkpoints that <see cref="OffsetCheckpoint"/> names.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public Dictionary<TopicPartition, long> ReadCheckpoint(string name) => OffsetCheckpoint.Read(_fileSystem, Path, name);

    /// <summary>Replaces a checkpoint durably.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public void WriteCheckpoint(string name, IReadOnlyCollection<KeyValuePair<TopicPartition, long>> offsets) =>
        OffsetCheckpoint.Write(_fileSystem, Path, name, offsets);

    /// <summary>Says that all logs are closed in good order; the last thing to do with the directory.</summary>
    /// <exception cref="IOException">The disk failed.</exception>
    public void MarkCleanShutdown(BrokerEpoch epoch) =>
        SmallFile.Replace(_fileSystem, Path, CleanShutdownFile.Name, CleanShutdownFile.ToBytes(epoch));

    public void MarkOffline() => IsOffline = true;

    public void Dispose() => _lock.Dispose();

    private string? SetAside(TopicPartition partition, Uuid unique, string suffix)
    {
        var path = PathOf(partition);
        if (!_fileSystem.DirectoryExists(path)) return null;
        var aside = $"{Path}/{PartitionDirectory.NameAside(partition, unique, suffix)}";
        _fileSystem.Rename(path, aside);
        _fileSystem.FlushDirectory(Path);
        return aside;
    }

    private void TakeShutdownMark()
    {
        var path = $"{Path}/{CleanShutdownFile.Name}";
        if (SmallFile.ReadBytes(_fileSystem, path) is not { } content) return;
        WasCleanlyShutDown = true;
        PreviousBrokerEpoch = CleanShutdownFile.ReadEpoch(content);
        _fileSystem.DeleteFile(path);
        _fileSystem.FlushDirectory(Path);
    }
}
