using Levada.Transfer;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Targets;

/// <summary>Opens the targets of imports. The scheme of a location chooses the kind: a path or <c>file:</c> is a directory of this machine.</summary>
public static class ImportTargets
{
    private static readonly LocalDisk s_disk = new();

    /// <summary>Opens a target for one run. No table need have been read before: all that can be refused is refused here.</summary>
    /// <exception cref="TransferException">The location is not offered, the target exists and may not, another run is writing to it,
    /// the codec is unknown, or the disk refuses.</exception>
    public static IImportTarget Open(TargetRequest request) =>
        new LocalDirectoryTarget(request, OpenedTarget.Open(request, s_disk), FormatWriters.Instance, s_disk);

    /// <summary>Whether there is something at a location.</summary>
    /// <exception cref="TransferException">The location is not offered.</exception>
    public static bool Exists(string location) => s_disk.KindOf(TargetPath.Of(location, s_disk).Full) != EntryKind.Missing;

    /// <summary>Removes the data set at a location; nothing happens when there is none.</summary>
    /// <exception cref="TransferException">The location is not offered, or the disk refuses.</exception>
    public static void Delete(string location)
    {
        var path = TargetPath.Of(location, s_disk).Full;
        try
        {
            s_disk.DeleteTree(path);
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw DiskFailure.Of($"delete {path}", e);
        }
    }

    /// <summary>Frees a target, which is not to be written, of what dead runs into it left; one that another run has is left alone.</summary>
    /// <returns>What was done, for the log.</returns>
    /// <exception cref="TransferException">The location is not offered, a commit cannot be finished, or the disk refuses.</exception>
    public static IReadOnlyList<string> Settle(string location)
    {
        var target = TargetPath.Of(location, s_disk);
        var earlier = new EarlierRuns(target, s_disk);
        try
        {
            if (!EarlierRuns.Find(target, s_disk).Any() && s_disk.KindOf(target.LockPath) == EntryKind.Missing)
                return [];
            if (TargetClaim.TryTake(target, s_disk, out _) is not { } claim)
                return [];
            try
            {
                earlier.Settle(resumedPartName: null);
            }
            finally
            {
                claim.Release(areParentsKept: true);
            }
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw DiskFailure.Of($"write to {target.Full}", e);
        }

        return earlier.Notices;
    }

    /// <summary>Finishes what earlier runs had committed to a target, before a caller decides what to do with it.</summary>
    /// <param name="location">The target.</param>
    /// <param name="doFollowUp">Told what such a run still wants done; it is forgotten when this returns, and kept when it throws.</param>
    /// <exception cref="TransferException">The location is not offered, another run is writing to it, or the disk refuses.</exception>
    public static void RollForward(string location, Action<string> doFollowUp) => RollForward(location, doFollowUp, s_disk);

    internal static void RollForward(string location, Action<string> doFollowUp, IDisk disk)
    {
        var target = TargetPath.Of(location, disk);
        if (EarlierRuns.AnyCommitted(target, disk))
            Finish(target, doFollowUp, disk);
    }

    /// <summary>Finishes what runs had committed to a data set before it is read; what follows their commits stays to be done.</summary>
    internal static void FinishCommitted(string location, IDisk disk)
    {
        var target = TargetPath.Of(location, disk);
        if (EarlierRuns.AnyCommitted(target, disk))
            Finish(target, null, disk);
    }

    private static void Finish(TargetPath target, Action<string>? doFollowUp, IDisk disk)
    {
        try
        {
            var claim = TargetClaim.Take(target, disk);
            try
            {
                Settle(new EarlierRuns(target, disk), doFollowUp);
            }
            finally
            {
                claim.Release(areParentsKept: true);
            }
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw DiskFailure.Of($"write to {target.Full}", e);
        }
    }

    private static void Settle(EarlierRuns earlier, Action<string>? doFollowUp)
    {
        earlier.FinishCommitted();
        if (earlier.Pending is not { } pending || doFollowUp is null)
            return;
        doFollowUp(pending.FollowUp);
        pending.Area.Forget();
    }
}
