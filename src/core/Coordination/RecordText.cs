using System.Text;

namespace Levada.Coordination;

/// <summary>What strings the persisted records can hold: flexible requests may bring longer ones.</summary>
internal static class RecordText
{
    private const int ByteCountMax = short.MaxValue;

    public static bool Fits(string text) => text.Length <= ByteCountMax && Encoding.UTF8.GetByteCount(text) <= ByteCountMax;
}
