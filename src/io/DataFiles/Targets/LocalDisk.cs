using System.Collections.Immutable;

namespace Levada.DataFiles.Targets;

/// <summary>The real disk.</summary>
internal sealed class LocalDisk : IDisk
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    public EntryKind KindOf(string path)
    {
        var file = new FileInfo(path);
        if (file.LinkTarget is not null || file.Exists)
            return EntryKind.File;
        return Directory.Exists(path) ? EntryKind.Directory : EntryKind.Missing;
    }

    public FileIdentity? IdentityOf(string path) => DiskCalls.Status(path)?.Identity;

    public bool IsOwn(string path) => DiskCalls.Status(path) is not { } status || status.Owner == DiskCalls.UserId();

    public string FollowLink(string path) =>
        new FileInfo(path).LinkTarget is null ? path : new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true)!.FullName;

    public ImmutableArray<string> List(string path)
    {
        var names = Directory.EnumerateFileSystemEntries(path).Select(entry => Path.GetFileName(entry)).ToArray();
        Array.Sort(names, StringComparer.Ordinal);
        return [.. names];
    }

    public void CreateDirectory(string path, bool isPrivate)
    {
        if (isPrivate && !OperatingSystem.IsWindows())
            Directory.CreateDirectory(path, OwnerOnly);
        else
            Directory.CreateDirectory(path);
    }

    public IDiskFile Create(string path) => new LocalDiskFile(
        File.OpenHandle(path, FileMode.Create, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete), 0);

    public IDiskFile Reopen(string path, long? byteCount)
    {
        var handle = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        try
        {
            var length = RandomAccess.GetLength(handle);
            if (length < byteCount)
                throw new IOException($"{path} has {length} bytes where {byteCount} were written.");
            if (length > byteCount)
                RandomAccess.SetLength(handle, byteCount.Value);
            return new LocalDiskFile(handle, byteCount ?? length);
        }
        catch
        {
            handle.Dispose();
            throw;
        }
    }

    public Stream OpenRead(string path) =>
        new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 64 << 10, FileOptions.SequentialScan);

    public Stream OpenScratch(string path) =>
        new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);

    public void Rename(string from, string to)
    {
        if (DiskCalls.TryRenameNoReplace(from, to))
            return;
        // Asked first: a plain rename of a directory replaces an empty one.
        if (KindOf(to) != EntryKind.Missing)
            throw new IOException($"{to} exists.");
        if (Directory.Exists(from))
            Directory.Move(from, to);
        else
            File.Move(from, to, overwrite: false);
    }

    public void Overwrite(string from, string to) => File.Move(from, to, overwrite: true);

    public bool TryExchange(string first, string second) => DiskCalls.TryExchange(first, second);

    public void SyncDirectory(string path) => DiskCalls.SyncDirectory(path);

    public void DeleteFile(string path) => File.Delete(path);

    public void DeleteDirectory(string path) => Directory.Delete(path, recursive: false);

    public IDisposable? TryLock(string path, ref string holder) => LockFile.TryTake(path, ref holder);
}
