using System.Collections.Immutable;
using System.Numerics;

namespace Levada.Transfer.Splits;

/// <summary>The rule by which integers and times are split.</summary>
internal static class IntegerPoints
{
    /// <summary>The points between the parts: at least two, and the high bound twice where every value is a part of its own.</summary>
    /// <param name="splitLimit">Greatest width of a part; 0 or less: none.</param>
    public static ImmutableArray<BigInteger> Split(
        BigInteger low, BigInteger high, int splitCount, BigInteger splitLimit, Action<string> info)
    {
        var count = CountWithin(splitLimit, high - low, splitCount);
        var size = BigInteger.DivRem(high - low, count, out var longerCount);
        info($"Split size: {size}; Num splits: {count} from: {low} to: {high}");
        var points = ImmutableArray.CreateBuilder<BigInteger>();
        var point = low;
        for (var index = 0; index <= count; index++)
        {
            points.Add(point);
            if (point >= high)
                break;
            point += size + (index < longerCount ? 1 : 0);
        }
        // The last part includes its upper end: without the repetition it would hold two values where all others hold one.
        if (points.Count == 1 || high - low <= count)
            points.Add(high);
        return points.ToImmutable();
    }

    private static int CountWithin(BigInteger splitLimit, BigInteger width, int splitCount)
    {
        BigInteger count = splitCount;
        while (splitLimit > 0 && width > splitLimit * count)
        {
            var next = width / splitLimit;
            count = next == count ? next + 1 : next;
        }
        return count <= SplitPlanner.SplitCountMax
            ? (int)count
            : throw new TransferException(
                $"--split-limit {splitLimit} would make {count} parts of a range of {width}; at most {SplitPlanner.SplitCountMax} are possible.");
    }
}
