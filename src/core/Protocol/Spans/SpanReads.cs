namespace Levada.Protocol.Spans;

/// <summary>Reads of values that a request may not leave null.</summary>
internal static class SpanReads
{
    public static int RequiredCount(scoped ref WireReader reader, bool isFlexible, int elementSizeMin)
    {
        var count = reader.ReadArrayCount(isFlexible, elementSizeMin);
        if (count >= 0) return count;
        reader.Fail();
        return 0;
    }

    public static ReadOnlySpan<byte> RequiredString(scoped ref WireReader reader, bool isFlexible)
    {
        var text = reader.ReadStringSpan(isFlexible, out var isNull);
        if (isNull) reader.Fail();
        return text;
    }
}
