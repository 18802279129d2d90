using System.Collections.Immutable;
using Levada.DataFiles.Targets;

namespace Levada.DataFiles.Tests.Targets;

/// <summary>Counts the bytes of files and keeps none of them.</summary>
internal sealed class DiscardingDisk(IDisk disk) : IDisk
{
    public EntryKind KindOf(string path) => disk.KindOf(path);

    public FileIdentity? IdentityOf(string path) => disk.IdentityOf(path);

    public bool IsOwn(string path) => disk.IsOwn(path);

    public string FollowLink(string path) => disk.FollowLink(path);

    public ImmutableArray<string> List(string path) => disk.List(path);

    public void CreateDirectory(string path, bool isPrivate) => disk.CreateDirectory(path, isPrivate);

    public IDiskFile Create(string path)
    {
        disk.Create(path).Dispose();
        return new Counter();
    }

    public IDiskFile Reopen(string path, long? byteCount) => disk.Reopen(path, byteCount);

    public Stream OpenRead(string path) => disk.OpenRead(path);

    public Stream OpenScratch(string path) => disk.OpenScratch(path);

    public void Rename(string from, string to) => disk.Rename(from, to);

    public void Overwrite(string from, string to) => disk.Overwrite(from, to);

    public bool TryExchange(string first, string second) => disk.TryExchange(first, second);

    public void SyncDirectory(string path) => disk.SyncDirectory(path);

    public void DeleteFile(string path) => disk.DeleteFile(path);

    public void DeleteDirectory(string path) => disk.DeleteDirectory(path);

    public IDisposable? TryLock(string path, ref string holder) => disk.TryLock(path, ref holder);

    private sealed class Counter : IDiskFile
    {
        public long Length { get; private set; }

        public void Write(ReadOnlySpan<byte> bytes) => Length += bytes.Length;

        public void Sync()
        {
        }

        public void Dispose()
        {
        }
    }
}
