namespace Levada.Text;

/// <summary>A place in a partition, as a user states it.</summary>
/// <param name="Value">The offset, the number of records or the milliseconds since 1970, by kind; else 0.</param>
internal readonly record struct OffsetSpec(OffsetKind Kind, long Value = 0);
