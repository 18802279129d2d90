using System.Globalization;
using Levada.Transfer;

namespace Levada.DataFiles.Targets;

/// <summary>The sole right to change a target, and the directories that were created to get it.</summary>
internal sealed class TargetClaim
{
    private readonly IDisk _disk;
    private readonly IDisposable _lock;
    private readonly ParentDirectories _parents;
    private readonly ParentDirectories _stagingParents;

    private TargetClaim(TargetPath target, IDisk disk, IDisposable heldLock, ParentDirectories parents)
    {
        Target = target;
        _disk = disk;
        _lock = heldLock;
        _parents = parents;
        _stagingParents = new ParentDirectories(disk);
    }

    public TargetPath Target { get; }

    /// <exception cref="TransferException">Another run has the target.</exception>
    /// <exception cref="IOException">The directories above it cannot be made or written.</exception>
    public static TargetClaim Take(TargetPath target, IDisk disk) => TryTake(target, disk, out var holder) ?? throw new TransferException(
        $"Another run is writing to {target.Full}{(holder.Length == 0 ? "" : $" ({holder})")}. Wait for its end, or stop it.");

    /// <returns>Null when another run has the target.</returns>
    /// <exception cref="IOException">The directories above it cannot be made or written.</exception>
    public static TargetClaim? TryTake(TargetPath target, IDisk disk, out string holder)
    {
        var parents = new ParentDirectories(disk);
        TargetClaim? claim = null;
        try
        {
            parents.Create(target.Parent);
            holder = string.Create(CultureInfo.InvariantCulture, $"process {Environment.ProcessId} on {Environment.MachineName}");
            if (disk.TryLock(target.LockPath, ref holder) is { } heldLock)
                claim = new TargetClaim(target, disk, heldLock, parents);
            return claim;
        }
        finally
        {
            if (claim is null)
                parents.TryDelete();
        }
    }

    /// <summary>Makes a directory elsewhere for the staging area; it goes away with the claim when it was created and is empty.</summary>
    public void CreateStagingRoot(string path) => _stagingParents.Create(path);

    /// <summary>Makes the way to the target last over a loss of power.</summary>
    public void Sync() => _parents.Sync();

    /// <summary>Gives the target up.</summary>
    /// <param name="areParentsKept">Whether something lies, or shall lie, in the directories that were created.</param>
    public void Release(bool areParentsKept)
    {
        _stagingParents.TryDelete();
        // The lock's file goes first: it lies in the last of the directories.
        _lock.Dispose();
        if (!areParentsKept)
            _parents.TryDelete();
    }
}
