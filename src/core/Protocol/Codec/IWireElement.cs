namespace Levada.Protocol.Codec;

/// <summary>Reads and writes one element of an array; generated structs are their own.</summary>
internal interface IWireElement<TElement, TSelf> where TSelf : IWireElement<TElement, TSelf>
{
    static abstract TElement Read(ref WireReader reader, short version, bool isFlexible);

    static abstract void Write(WireWriter writer, TElement element, short version, bool isFlexible);
}
