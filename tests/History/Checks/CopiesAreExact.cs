using Levada.History.Events;

namespace Levada.History.Checks;

/// <summary>A copy by consume-transform-produce has each committed record of its source once, and in order where one partition feeds one.</summary>
internal sealed class CopiesAreExact : ICheck
{
    public IEnumerable<Finding> Run(ClientHistory history) =>
        history.Of<CopyEvent>().SelectMany(copy => Compare(copy, Values(history, copy.From), Values(history, copy.To)));

    private static IEnumerable<Finding> Compare(CopyEvent copy, string[][] from, string[][] to)
    {
        var source = from.SelectMany(values => values).ToHashSet();
        var target = to.SelectMany(values => values).ToArray();
        foreach (var value in source.Except(target)) yield return new("copy-misses-record", $"{value} of {copy.From} is not in {copy.To}");
        foreach (var value in target.Except(source)) yield return new("copy-invents-record", $"{value} in {copy.To} is not in {copy.From}");
        foreach (var twice in target.GroupBy(value => value).Where(same => same.Count() > 1))
            yield return new("copy-has-duplicate", $"{twice.Key} is {twice.Count()} times in {copy.To}");
        if (from.Length == 1 && to.Length == 1 && source.SetEquals(target) && !from[0].SequenceEqual(to[0]))
            yield return new("copy-out-of-order", $"{copy.To} has the records of {copy.From} in another order");
    }

    private static string[][] Values(ClientHistory history, string topic) =>
    [
        .. history.Finals.Where(final => final.Key.Topic == topic && final.Key.Isolation == Isolation.Committed)
            .OrderBy(final => final.Key.Partition)
            .Select(final => final.Value.Select(record => record.Value).ToArray()),
    ];
}
