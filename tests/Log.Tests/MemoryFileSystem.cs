namespace Levada.Log.Tests;

/// <summary>A disk of byte arrays that never loses anything, but may be told to fail.</summary>
internal sealed class MemoryFileSystem : IFileSystem
{
    private readonly SortedDictionary<string, MemoryFile> _files = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _directories = new(StringComparer.Ordinal);
    private readonly HashSet<string> _locks = [];

    /// <summary>Every flush and every write in order, for tests of order: "write path", "flush path", "names path".</summary>
    public List<string> Trace { get; } = [];

    /// <summary>When it says so, the operation of that name on that path fails.</summary>
    public Func<string, string, bool> Fails { get; set; } = (_, _) => false;

    public long NowMs { get; set; }

    public byte[] this[string path]
    {
        get => _files[path].Content.ToArray();
        set
        {
            CreateDirectory(path[..path.LastIndexOf('/')]);
            var file = new MemoryFile();
            file.Content.AddRange(value);
            _files[path] = file;
        }
    }

    public IEnumerable<string> Paths => _files.Keys;

    public void Note(string operation, string path)
    {
        Trace.Add($"{operation} {path}");
        if (Fails(operation, path)) throw new IOException($"{operation} of {path} failed as told.");
    }

    public bool FileExists(string path) => _files.ContainsKey(path);

    public bool DirectoryExists(string path) => _directories.Contains(path);

    public IFile Open(string path, FileOpenMode mode)
    {
        Note("open", path);
        if (!_files.TryGetValue(path, out var file))
        {
            if (mode == FileOpenMode.Existing || !DirectoryExists(path[..path.LastIndexOf('/')])) throw new FileNotFoundException(path);
            _files[path] = file = new MemoryFile();
        }

        if (mode == FileOpenMode.CreateOrTruncate) file.Content.Clear();
        return new OpenMemoryFile(this, path, file);
    }

    public void CreateDirectory(string path)
    {
        for (var slash = path.Length; slash > 0; slash = path.LastIndexOf('/', slash - 1)) _directories.Add(path[..slash]);
    }

    public void Rename(string source, string target)
    {
        Note("rename", source);
        if (_files.Remove(source, out var file))
        {
            _files[target] = file;
            return;
        }

        if (!_directories.Remove(source)) throw new FileNotFoundException(source);
        _directories.Add(target);
        foreach (var path in _files.Keys.Where(path => path.StartsWith(source + "/", StringComparison.Ordinal)).ToArray())
        {
            _files.Remove(path, out var moved);
            _files[target + path[source.Length..]] = moved!;
        }
    }

    public void DeleteFile(string path)
    {
        Note("delete", path);
        _files.Remove(path);
    }

    public void DeleteDirectory(string path)
    {
        _directories.RemoveWhere(name => name == path || name.StartsWith(path + "/", StringComparison.Ordinal));
        foreach (var name in _files.Keys.Where(name => name.StartsWith(path + "/", StringComparison.Ordinal)).ToArray()) _files.Remove(name);
    }

    public IReadOnlyList<string> ListFiles(string path) => Below(_files.Keys, path);

    public IReadOnlyList<string> ListDirectories(string path) => Below(_directories, path);

    public void FlushDirectory(string path) => Note("names", path);

    public long LastWriteTimeMs(string path) => _files[path].WrittenMs;

    public IDisposable? TryLock(string path) => _locks.Add(path) ? new Held(() => _locks.Remove(path)) : null;

    /// <summary>A disk with the same content, as another process would find it.</summary>
    public MemoryFileSystem Copy()
    {
        var copy = new MemoryFileSystem { NowMs = NowMs };
        foreach (var directory in _directories) copy._directories.Add(directory);
        foreach (var (path, file) in _files)
        {
            copy._files[path] = new MemoryFile { WrittenMs = file.WrittenMs };
            copy._files[path].Content.AddRange(file.Content);
        }

        return copy;
    }

    private static string[] Below(IEnumerable<string> paths, string directory) =>
        [.. paths.Where(path => path.StartsWith(directory + "/", StringComparison.Ordinal) && path.IndexOf('/', directory.Length + 1) < 0)
            .Select(path => path[(directory.Length + 1)..])];

    private sealed class Held(Action release) : IDisposable
    {
        public void Dispose() => release();
    }

    private sealed class MemoryFile
    {
        public List<byte> Content { get; } = [];
        public long WrittenMs { get; set; }
    }

    private sealed class OpenMemoryFile(MemoryFileSystem disk, string path, MemoryFile file) : IFile
    {
        private bool _isDisposed;

        public string Path => path;
        public long Length => file.Content.Count;

        public int Read(Span<byte> destination, long position)
        {
            Check("read");
            var count = (int)Math.Clamp(file.Content.Count - position, 0, destination.Length);
            System.Runtime.InteropServices.CollectionsMarshal.AsSpan(file.Content).Slice((int)Math.Min(position, file.Content.Count), count).CopyTo(destination);
            return count;
        }

        public void Write(ReadOnlySpan<byte> bytes, long position)
        {
            file.WrittenMs = disk.NowMs;
            if (disk.Fails("write", path))
            {
                // Half of it arrives, as on a disk that fills up.
                Put(bytes[..(bytes.Length / 2)], position);
            }

            Check("write");
            Put(bytes, position);
        }

        public void Flush() => Check("flush");

        public void SetLength(long byteCount)
        {
            Check("length");
            System.Runtime.InteropServices.CollectionsMarshal.SetCount(file.Content, (int)byteCount);
        }

        public void Preallocate(long position, long byteCount) => Check("reserve");

        public void StartWriteback(long position, long byteCount) => Check("writeback");

        public void Dispose() => _isDisposed = true;

        private void Put(ReadOnlySpan<byte> bytes, long position)
        {
            var end = (int)position + bytes.Length;
            while (file.Content.Count < end) file.Content.Add(0);
            bytes.CopyTo(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(file.Content)[(int)position..]);
        }

        private void Check(string operation)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            disk.Note(operation, path);
        }
    }
}
