using Levada.Log;

namespace Levada.Simulation;

/// <summary>A disk in memory that forgets like a real one: what was not flushed may be kept, lost or torn by power loss.</summary>
/// <remarks>
/// Deterministic for a seed and a sequence of calls; one thread. Data, sizes and names are durable independently: a file's
/// flush keeps its bytes and size, its directory's flush keeps its name, and neither does the other's work. One instance is
/// the disk as one process has it open: after <see cref="CrashProcess"/> or <see cref="PowerLoss"/> it refuses every call.
/// </remarks>
public sealed class SimulatedDisk : IFileSystem
{
    private const int NoSpaceErrorNumber = 28;
    private const int IoErrorNumber = 5;

    private readonly SeededRandom _random;
    private readonly ManualClock _clock;
    private readonly DirectoryNode _root;
    private readonly SortedSet<string> _locks = new(StringComparer.Ordinal);
    private bool _isGone;

    public SimulatedDisk(SeededRandom random, ManualClock clock) : this(random, clock, new DirectoryNode())
    {
    }

    private SimulatedDisk(SeededRandom random, ManualClock clock, DirectoryNode root)
    {
        _random = random;
        _clock = clock;
        _root = root;
    }

    /// <summary>May change at any time; a new process starts with its predecessor's.</summary>
    public DiskFaults Faults { get; set; } = DiskFaults.None;

    public DiskTrace? Trace { get; set; }

    /// <summary>Bytes in use by files that have a name, preallocated ones included.</summary>
    public long UsedBytes => Sum(_root);

    /// <summary>The process dies (kill -9): all it wrote stays, its locks and handles go.</summary>
    public SimulatedDisk CrashProcess()
    {
        Record("crash", "");
        _isGone = true;
        // Pages that a failed flush left clean are the first the system gives up; keeping them would only delay the loss.
        ForEachFile(_root, file => file.EvictDroppedPages());
        return Reopen(_root);
    }

    /// <summary>The machine dies: the disk as it could be afterwards. Which of the possible ones, the seed decides.</summary>
    public SimulatedDisk PowerLoss()
    {
        Record("power loss", "");
        _isGone = true;
        return Reopen(_root.AfterPowerLoss(_random, Faults, []));
    }

    public bool FileExists(string path)
    {
        ThrowIfGone();
        return Find(path) is FileNode;
    }

    public bool DirectoryExists(string path)
    {
        ThrowIfGone();
        return Find(path) is DirectoryNode;
    }

    public IFile Open(string path, FileOpenMode mode)
    {
        Begin("open", path, Faults.OpenErrorProbability);
        var (parent, name) = FindParent(path);
        var file = parent.Entries.GetValueOrDefault(name) switch
        {
            FileNode existing => existing,
            DirectoryNode => throw new UnauthorizedAccessException($"{path} is a directory."),
            _ when mode == FileOpenMode.Existing => throw new FileNotFoundException("No such file.", path),
            _ => Create(parent, name),
        };
        if (mode == FileOpenMode.CreateOrTruncate && file.Length > 0) file.SetLength(0);
        return new SimulatedFile(this, file, path);
    }

    public void CreateDirectory(string path)
    {
        Begin("mkdir", path, Faults.NameErrorProbability);
        var directory = _root;
        foreach (var name in Split(path))
        {
            if (!directory.Entries.TryGetValue(name, out var node)) directory.Add(name, node = new DirectoryNode());
            directory = node as DirectoryNode ?? throw new IOException($"{path}: {name} is a file.");
        }
    }

    public void Rename(string source, string target)
    {
        Begin("rename", $"{source} {target}", Faults.NameErrorProbability);
        var (sourceParent, sourceName) = FindParent(source);
        var (targetParent, targetName) = FindParent(target);
        if (!sourceParent.Entries.TryGetValue(sourceName, out var node)) throw new FileNotFoundException("No such file.", source);
        if (targetParent.Entries.TryGetValue(targetName, out var replaced) && (node is DirectoryNode || replaced is DirectoryNode))
            throw new IOException($"{target} exists.");
        if (sourceParent == targetParent)
        {
            sourceParent.Rename(sourceName, targetName);
            return;
        }

        targetParent.Add(targetName, node);
        sourceParent.Remove(sourceName);
    }

    public void DeleteFile(string path)
    {
        Begin("delete", path, Faults.NameErrorProbability);
        var (parent, name) = FindParent(path);
        if (parent.Entries.GetValueOrDefault(name) is FileNode) parent.Remove(name);
    }

    public void DeleteDirectory(string path)
    {
        Begin("delete", path, Faults.NameErrorProbability);
        var (parent, name) = FindParent(path);
        if (parent.Entries.GetValueOrDefault(name) is not DirectoryNode directory) return;
        Empty(directory);
        parent.Remove(name);
    }

    public IReadOnlyList<string> ListFiles(string path) => ListNames<FileNode>(path);

    public IReadOnlyList<string> ListDirectories(string path) => ListNames<DirectoryNode>(path);

    public void FlushDirectory(string path)
    {
        Begin("flush names", path, Faults.FlushErrorProbability);
        FindDirectory(path).Flush();
    }

    public long LastWriteTimeMs(string path)
    {
        ThrowIfGone();
        return Find(path) is FileNode file ? file.LastWriteTimeMs : throw new FileNotFoundException("No such file.", path);
    }

    public IDisposable? TryLock(string path)
    {
        using var file = Open(path, FileOpenMode.OpenOrCreate);
        var key = string.Join('/', Split(path));
        return _locks.Add(key) ? new DiskLock(_locks, key) : null;
    }

    internal void Write(FileNode file, string path, ReadOnlySpan<byte> bytes, long position)
    {
        ThrowIfGone();
        Record("write", path, position, bytes);
        file.LastWriteTimeMs = _clock.NowMs;
        if (_random.NextBoolean(Faults.WriteErrorProbability))
        {
            file.Write(bytes[.._random.Next(bytes.Length + 1)], position);
            throw IoError(path);
        }

        var free = FreeBytes();
        if (position + bytes.Length > file.ReservedBytes + free)
        {
            var fitting = (int)Math.Clamp(file.ReservedBytes + free - position, 0, bytes.Length);
            if (fitting > 0) file.Write(bytes[..fitting], position);
            throw NoSpace(path);
        }

        file.Write(bytes, position);
    }

    internal void SetLength(FileNode file, string path, long byteCount)
    {
        Begin("set length", $"{path} {byteCount}", Faults.WriteErrorProbability);
        file.LastWriteTimeMs = _clock.NowMs;
        file.SetLength(byteCount);
    }

    internal void Preallocate(FileNode file, string path, long end)
    {
        ThrowIfGone();
        Record("preallocate", $"{path} {end}");
        if (end - file.ReservedBytes <= FreeBytes()) file.Reserve(end);
    }

    internal void Flush(FileNode file, string path)
    {
        ThrowIfGone();
        Record("flush", path);
        if (_random.NextBoolean(Faults.FlushErrorProbability))
        {
            file.FailFlush(_random, Faults);
            throw IoError(path);
        }

        file.Flush();
    }

    internal void ThrowIfGone()
    {
        if (_isGone) throw new InvalidOperationException("The process that had this disk open has died.");
    }

    private static IOException IoError(string path) => new($"Input/output error: {path}", IoErrorNumber);

    private static IOException NoSpace(string path) => new($"No space left on device: {path}", NoSpaceErrorNumber);

    private static string[] Split(string path) => path.Split('/', StringSplitOptions.RemoveEmptyEntries);

    private static void Empty(DirectoryNode directory)
    {
        foreach (var (name, node) in directory.Entries.ToArray())
        {
            if (node is DirectoryNode child) Empty(child);
            directory.Remove(name);
        }
    }

    private static void ForEachFile(DirectoryNode directory, Action<FileNode> action)
    {
        foreach (var node in directory.Entries.Values)
        {
            if (node is FileNode file) action(file);
            else ForEachFile((DirectoryNode)node, action);
        }
    }

    private static long Sum(DirectoryNode directory)
    {
        var sum = 0L;
        ForEachFile(directory, file => sum += file.ReservedBytes);
        return sum;
    }

    // Half the range: no sum with a position may overflow.
    private long FreeBytes() => Faults.CapacityBytes == long.MaxValue ? long.MaxValue / 2 : Math.Max(0, Faults.CapacityBytes - UsedBytes);

    private SimulatedDisk Reopen(DirectoryNode root) => new(_random, _clock, root) { Faults = Faults, Trace = Trace };

    private FileNode Create(DirectoryNode parent, string name)
    {
        var file = new FileNode { LastWriteTimeMs = _clock.NowMs };
        parent.Add(name, file);
        return file;
    }

    private void Begin(string what, string path, double errorProbability)
    {
        ThrowIfGone();
        Record(what, path);
        if (_random.NextBoolean(errorProbability)) throw IoError(path);
    }

    private void Record(string what, string path) => Trace?.Invoke($"{_clock.NowMs} {what} {path}");

    private void Record(string what, string path, long position, ReadOnlySpan<byte> bytes)
    {
        if (Trace is null) return;
        Trace($"{_clock.NowMs} {what} {path} {position} {bytes.Length} {DiskChecksum.Compute(bytes):x16}");
    }

    private string[] ListNames<TNode>(string path) where TNode : DiskNode
    {
        ThrowIfGone();
        return [.. FindDirectory(path).Entries.Where(entry => entry.Value is TNode).Select(entry => entry.Key)];
    }

    private DiskNode? Find(string path)
    {
        DiskNode? node = _root;
        foreach (var name in Split(path)) node = (node as DirectoryNode)?.Entries.GetValueOrDefault(name);
        return node;
    }

    private DirectoryNode FindDirectory(string path) =>
        Find(path) as DirectoryNode ?? throw new DirectoryNotFoundException($"No such directory: {path}");

    private (DirectoryNode Parent, string Name) FindParent(string path)
    {
        var names = Split(path);
        if (names.Length == 0) throw new IOException("The root has no name.");
        return (FindDirectory(string.Join('/', names[..^1])), names[^1]);
    }

    private sealed class DiskLock(SortedSet<string> locks, string key) : IDisposable
    {
        public void Dispose() => locks.Remove(key);
    }
}
