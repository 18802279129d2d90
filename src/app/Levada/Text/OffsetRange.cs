namespace Levada.Text;

/// <summary>From where to where to consume.</summary>
/// <param name="Start">Null where the user did not say.</param>
/// <param name="Stop">Exclusive; null to go on.</param>
internal readonly record struct OffsetRange(OffsetSpec? Start, OffsetSpec? Stop);
