namespace Levada.Transfer.Types;

/// <summary>The order of merged rows: that of their keys' texts as UTF-8, so that <c>10</c> comes before <c>9</c>.</summary>
/// <remarks>The order in which Hadoop sorts texts.</remarks>
public static class MergeKeyOrder
{
    public static int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => left.SequenceCompareTo(right);

    /// <summary>The error of a row without a key.</summary>
    public static TransferException NullKey(string keyColumn) => new($"Cannot join values on null key: column {keyColumn} is NULL.");
}
