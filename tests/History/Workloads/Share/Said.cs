namespace Levada.History.Workloads.Share;

/// <summary>What a member is about to say of one record.</summary>
/// <param name="Type">As on the wire; 0 for an offset without a record.</param>
internal readonly record struct Said(int Partition, long Offset, sbyte Type)
{
    /// <summary>Neighbours of one partition together, with one type for all where it is the same.</summary>
    public static IEnumerable<(long First, long Last, sbyte[] Types)> Runs(IEnumerable<Said> said)
    {
        var run = new List<Said>();
        foreach (var one in said.OrderBy(one => one.Offset))
        {
            if (run.Count > 0 && one.Offset != run[^1].Offset + 1)
            {
                yield return Run(run);
                run.Clear();
            }

            run.Add(one);
        }

        if (run.Count > 0) yield return Run(run);
    }

    private static (long First, long Last, sbyte[] Types) Run(List<Said> run) =>
        (run[0].Offset, run[^1].Offset, run.TrueForAll(one => one.Type == run[0].Type) ? [run[0].Type] : [.. run.Select(one => one.Type)]);
}
