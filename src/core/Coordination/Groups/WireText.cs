using System.Text;

namespace Levada.Coordination.Groups;

/// <summary>What strings the persisted records can hold: flexible requests may bring longer ones.</summary>
internal static class WireText
{
    /// <summary>The most UTF-8 bytes of a string with a 16-bit length.</summary>
    public const int ByteCountMax = short.MaxValue;

    private const int BytesPerUnitMax = 3;

    /// <param name="reservedByteCount">Bytes that will be put in front or behind.</param>
    public static bool Fits(string? text, int reservedByteCount = 0)
    {
        if (text is null || text.Length <= (ByteCountMax - reservedByteCount) / BytesPerUnitMax) return true;
        return text.Length <= ByteCountMax && Encoding.UTF8.GetByteCount(text) + reservedByteCount <= ByteCountMax;
    }
}
