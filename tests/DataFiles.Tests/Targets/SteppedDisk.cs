using System.Collections.Immutable;
using Levada.DataFiles.Targets;

namespace Levada.DataFiles.Tests.Targets;

/// <summary>Counts the steps that change a disk, and fails before a chosen one.</summary>
internal sealed class SteppedDisk(IDisk disk) : IDisk
{
    private readonly List<IDisposable> _held = [];
    private bool _isDead;

    /// <summary>The number of the step before which it happens, from 0; -1: never.</summary>
    public int FailAt { get; init; } = -1;

    /// <summary>What happens; a <see cref="Crash"/> ends everything, other exceptions one step.</summary>
    public Func<Exception> Failure { get; init; } = () => new Crash();

    /// <summary>Whether every later step fails too.</summary>
    public bool IsLasting { get; init; }

    /// <summary>Whether calls that only make changes last are counted but left out: an ended process loses nothing that it wrote.</summary>
    public bool IsSyncSkipped { get; init; }

    public int StepCount { get; private set; }

    public EntryKind KindOf(string path) => Alive(disk.KindOf(path));

    public FileIdentity? IdentityOf(string path) => Alive(disk.IdentityOf(path));

    public bool IsOwn(string path) => disk.IsOwn(path);

    public string FollowLink(string path) => disk.FollowLink(path);

    public ImmutableArray<string> List(string path) => Alive(disk.List(path));

    public Stream OpenRead(string path) => Alive(disk.OpenRead(path));

    public Stream OpenScratch(string path) => Alive(disk.OpenScratch(path));

    public void CreateDirectory(string path, bool isPrivate) => Step(() => disk.CreateDirectory(path, isPrivate));

    public IDiskFile Create(string path)
    {
        Step(() => { });
        return Held(new File(this, disk.Create(path)));
    }

    public IDiskFile Reopen(string path, long? byteCount)
    {
        Step(() => { });
        return Held(new File(this, disk.Reopen(path, byteCount)));
    }

    public void Rename(string from, string to) => Step(() => disk.Rename(from, to));

    public void Overwrite(string from, string to) => Step(() => disk.Overwrite(from, to));

    public bool TryExchange(string first, string second)
    {
        Step(() => { });
        return disk.TryExchange(first, second);
    }

    public void SyncDirectory(string path) => Step(() => Sync(() => disk.SyncDirectory(path)));

    public void DeleteFile(string path) => Step(() => disk.DeleteFile(path));

    public void DeleteDirectory(string path) => Step(() => disk.DeleteDirectory(path));

    public IDisposable? TryLock(string path, ref string holder)
    {
        Step(() => { });
        return disk.TryLock(path, ref holder) is { } held ? Held(held) : null;
    }

    /// <summary>The process is gone: nothing that it would still have done happens, but the system closes its files and frees its locks.</summary>
    public void EndProcess()
    {
        _isDead = true;
        foreach (var held in _held)
            held.Dispose();
    }

    private T Held<T>(T held)
        where T : IDisposable
    {
        _held.Add(held);
        return held;
    }

    private void Sync(Action sync)
    {
        if (!IsSyncSkipped)
            sync();
    }

    private void Step(Action action)
    {
        var step = StepCount++;
        if (_isDead)
            throw new Crash();
        if (step == FailAt || (IsLasting && FailAt >= 0 && step > FailAt))
        {
            var failure = Failure();
            if (failure is Crash)
                EndProcess();
            throw failure;
        }

        action();
    }

    private T Alive<T>(T value) => _isDead ? throw new Crash() : value;

    /// <summary>What code gets to see in a process that has ended.</summary>
    public sealed class Crash : Exception;

    private sealed class File(SteppedDisk owner, IDiskFile file) : IDiskFile
    {
        public long Length => file.Length;

        public void Write(ReadOnlySpan<byte> bytes)
        {
            var copy = bytes.ToArray();
            owner.Step(() => file.Write(copy));
        }

        public void Sync() => owner.Step(() => owner.Sync(file.Sync));

        public void Dispose() => file.Dispose();
    }
}
