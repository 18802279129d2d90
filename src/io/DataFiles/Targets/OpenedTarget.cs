using System.Collections.Immutable;
using Levada.Transfer;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Targets;

/// <summary>A target that is ready to be written: claimed, freed of what earlier runs left, with room for this one.</summary>
internal sealed class OpenedTarget
{
    public required TargetClaim Claim { get; init; }

    public required StagingArea Staging { get; init; }

    public required StagedFiles Files { get; init; }

    public required List<string> Notices { get; init; }

    public string? ResumeNote { get; init; }

    public (StagingArea Area, string FollowUp)? Pending { get; init; }

    /// <exception cref="TransferException">The target exists and may not, another run holds it, or the disk refuses.</exception>
    public static OpenedTarget Open(TargetRequest request, IDisk disk)
    {
        var format = PartFormat.Of(request);
        var target = TargetPath.Of(request.Location, disk);
        try
        {
            // Told first, so that nothing need be writable to hear it.
            if (request.Mode == TargetMode.Create && disk.KindOf(target.Full) != EntryKind.Missing && !EarlierRuns.Find(target, disk).Any())
                throw TargetErrors.Exists(target.Full);
            var claim = TargetClaim.Take(target, disk);
            try
            {
                return Open(request, format, claim, disk);
            }
            catch
            {
                claim.Release(areParentsKept: false);
                throw;
            }
        }
        catch (Exception e) when (DiskFailure.Is(e))
        {
            throw DiskFailure.Of($"write to {target.Full}", e);
        }
    }

    private static OpenedTarget Open(TargetRequest request, PartFormat format, TargetClaim claim, IDisk disk)
    {
        var import = request.Options.Import;
        var earlier = new EarlierRuns(claim.Target, disk);
        earlier.Settle(import.IsResumed ? format.NameOf(0) : null);
        CheckMode(request.Mode, claim.Target.Full, disk);
        var resumable = Usable(earlier, request.Mode, claim.Target, disk);
        var staging = resumable?.Area
            ?? StagingArea.Create(claim.Target, StagingRoot.Choose(import.TemporaryRootDir, claim, disk, earlier.Notices), disk);
        var firstLargeObject = resumable?.Resume.FirstLargeObject ?? LargeObjectNames.Next(ExistingLargeObjects(request.Mode, claim.Target, disk));
        if (request.Mode == TargetMode.Replace && disk.KindOf(claim.Target.Full) == EntryKind.Missing)
            earlier.Notices.Add($"Destination directory {claim.Target.Full} is not present, hence not deleting.");
        return new OpenedTarget
        {
            Claim = claim,
            Staging = staging,
            Files = new StagedFiles(staging, format, firstLargeObject, import.InlineLobBytesMax, disk),
            Notices = earlier.Notices,
            ResumeNote = resumable?.Resume.Note,
            Pending = earlier.Pending,
        };
    }

    private static void CheckMode(TargetMode mode, string path, IDisk disk)
    {
        var kind = disk.KindOf(path);
        if (mode == TargetMode.Create && kind != EntryKind.Missing)
            throw TargetErrors.Exists(path);
        if (mode == TargetMode.Append && kind == EntryKind.File)
            throw new TransferException($"Cannot append to {path}: it is not a directory.");
    }

    /// <summary>The run to go on from, unless its files of large values have got the names of others meanwhile.</summary>
    private static (StagingArea Area, StagedResume Resume)? Usable(EarlierRuns earlier, TargetMode mode, TargetPath target, IDisk disk)
    {
        if (earlier.Resumable is not { } resumable || disk.KindOf(resumable.Area.LargeObjects) == EntryKind.Missing)
            return earlier.Resumable;
        if (!disk.List(resumable.Area.LargeObjects).Intersect(ExistingLargeObjects(mode, target, disk)).Any())
            return resumable;
        resumable.Area.Delete();
        earlier.Notices.Add($"The interrupted run into {target.Full} cannot be resumed: large values were added to the target since.");
        return null;
    }

    private static ImmutableArray<string> ExistingLargeObjects(TargetMode mode, TargetPath target, IDisk disk)
    {
        var path = Path.Join(target.Full, LargeObjectNames.Directory);
        return mode == TargetMode.Append && disk.KindOf(path) == EntryKind.Directory ? disk.List(path) : [];
    }
}
