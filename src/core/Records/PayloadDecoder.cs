namespace Levada.Records;

/// <summary>Decompresses one payload at a time, in pieces, and is reused from payload to payload.</summary>
internal abstract class PayloadDecoder
{
    /// <summary>Starts a payload.</summary>
    /// <param name="byteCountMax">Beyond it nothing is allocated nor decoded.</param>
    public abstract void Begin(int byteCountMax);

    /// <summary>Decodes the next bytes.</summary>
    /// <param name="source">What is left of the payload, whole; moved on by what was used.</param>
    /// <param name="target">Room for what is decoded; not empty.</param>
    public abstract DecodeStatus Decode(ref ReadOnlySpan<byte> source, Span<byte> target, out int written);

    /// <summary>Ends the payload, decoded to its end or not, and gives back what only it needed.</summary>
    public abstract void End();
}
