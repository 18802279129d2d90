using System.Runtime.CompilerServices;

namespace Levada.Protocol.Codec;

/// <summary>Array readers and writers of generated code.</summary>
internal static class WireArrays
{
    /// <summary>How many bytes of memory a count alone may claim, per byte left in the frame.</summary>
    private const int TrustedMemoryFactor = 4;

    private const int TrustedCountMin = 16;

    /// <summary>Reads an array; null only where <paramref name="isNullable"/>.</summary>
    /// <param name="elementSizeMin">The fewest bytes one element takes.</param>
    public static TElement[]? Read<TElement, TCodec>(
        ref WireReader reader, int elementSizeMin, short version, bool isFlexible, bool isNullable)
        where TCodec : IWireElement<TElement, TCodec>
    {
        var count = reader.ReadArrayCount(isFlexible, elementSizeMin);
        if (count == 0) return [];
        if (count < 0)
        {
            if (isNullable) return null;
            reader.Fail();
            return [];
        }

        // A wide element may be short on the wire: memory beyond this is claimed only as elements really come.
        var trusted = (long)reader.RemainingCount * TrustedMemoryFactor / Unsafe.SizeOf<TElement>();
        var elements = new TElement[Math.Min(count, Math.Max(TrustedCountMin, trusted))];
        for (var i = 0; i < count; i++)
        {
            if (reader.Failed) return [];
            if (i == elements.Length) Array.Resize(ref elements, (int)Math.Min(count, i * 2L));
            elements[i] = TCodec.Read(ref reader, version, isFlexible);
        }

        return elements;
    }

    public static void Write<TElement, TCodec>(
        WireWriter writer, TElement[]? elements, short version, bool isFlexible, bool isNullable)
        where TCodec : IWireElement<TElement, TCodec>
    {
        if (elements is null)
        {
            if (!isNullable) throw WireFields.NullNotAllowed();
            writer.WriteArrayCount(-1, isFlexible);
            return;
        }

        writer.WriteArrayCount(elements.Length, isFlexible);
        foreach (var element in elements) TCodec.Write(writer, element, version, isFlexible);
    }
}
