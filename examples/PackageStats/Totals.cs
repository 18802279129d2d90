namespace Levada.PackageStats;

/// <summary>Adds the members' reports up, each offset once.</summary>
internal static class Totals
{
    private const int SectionsShown = 10;

    /// <returns>0 when the reports agree and leave no gap.</returns>
    public static int Print(string[] reports, TextWriter output)
    {
        var sections = new Dictionary<(int Partition, long Offset), string>();
        var (repeatedCount, conflictCount) = (0, 0);
        foreach (var range in reports.SelectMany(File.ReadLines).Select(CountedRange.Parse).OfType<CountedRange>())
        {
            for (var i = 0; i < range.RecordCount; i++)
            {
                if (sections.TryAdd((range.Partition, range.FirstOffset + i), range.Sections[i])) continue;
                repeatedCount++;
                if (sections[(range.Partition, range.FirstOffset + i)] != range.Sections[i]) conflictCount++;
            }
        }

        var gapCount = sections.Keys.GroupBy(place => place.Partition).Sum(offsets => offsets.Max(place => place.Offset) + 1 - offsets.Count());
        foreach (var section in sections.Values.CountBy(name => name).OrderByDescending(section => section.Value).Take(SectionsShown))
            output.WriteLine($"{section.Value,8}  {section.Key}");
        output.WriteLine($"{sections.Count,8}  in all; {repeatedCount} counted again after a kill, {conflictCount} conflicts, {gapCount} gaps");
        return conflictCount == 0 && gapCount == 0 ? 0 : 1;
    }
}
