using Levada.Transfer;

namespace Levada.DataFiles.Targets;

/// <summary>Where <c>--temporary-rootdir</c> wants files staged.</summary>
internal static class StagingRoot
{
    /// <summary>The directory to stage below; null: beside the target, as also where files could not be renamed from there into the target.</summary>
    public static string? Choose(string? location, TargetClaim claim, IDisk disk, List<string> notices)
    {
        if (location is null)
            return null;
        var path = Parse(location);
        if (path is null || !IsOnSameDisk(path, claim.Target.Parent, disk))
        {
            notices.Add($"--temporary-rootdir {location} is not on the file system of {claim.Target.Full}: files are staged beside the target.");
            return null;
        }

        claim.CreateStagingRoot(path);
        return path;
    }

    private static string? Parse(string location)
    {
        try
        {
            return LocalLocation.Parse(location);
        }
        catch (TransferException)
        {
            return null;
        }
    }

    private static bool IsOnSameDisk(string path, string parent, IDisk disk)
    {
        var existing = disk.FollowLink(path);
        while (disk.KindOf(existing) == EntryKind.Missing && Path.GetDirectoryName(existing) is { } above)
            existing = disk.FollowLink(above);
        return disk.IdentityOf(existing) is { } first && disk.IdentityOf(disk.FollowLink(parent)) is { } second && first.Device == second.Device;
    }
}
