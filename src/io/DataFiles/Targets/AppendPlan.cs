using System.Collections.Immutable;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Targets;

/// <summary>Under which names staged files join those that a directory has.</summary>
internal static class AppendPlan
{
    /// <param name="stagedParts">Names of whole part files.</param>
    /// <param name="stagedLargeObjects">Names in <c>_lob</c>, which records point to: they stay.</param>
    /// <param name="existing">Names in the target.</param>
    /// <param name="baseName">What names of part files begin with.</param>
    public static ImmutableArray<CommitMove> Moves(
        IEnumerable<string> stagedParts, IEnumerable<string> stagedLargeObjects, IEnumerable<string> existing, string baseName)
    {
        var next = PartNames.Next(existing, baseName);
        // Large values first: no record may point to what is not there yet.
        var largeObjects = from name in stagedLargeObjects
                           let path = $"{LargeObjectNames.Directory}/{name}"
                           select new CommitMove(path, path);
        var parts = stagedParts
            .OrderBy(PartNames.NumberOf)
            .ThenBy(name => name, StringComparer.Ordinal)
            .Select((name, index) => new CommitMove(name, PartNames.Renumber(name, next + index)));
        return [.. largeObjects, .. parts];
    }
}
