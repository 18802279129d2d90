using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace Levada.Protocol;

/// <summary>A 128-bit id as Kafka writes it: two big-endian halves on the wire, 22 base64url characters in text.</summary>
public readonly record struct Uuid(long MostSignificant, long LeastSignificant) : IComparable<Uuid>
{
    public const int ByteCount = 16;
    private const int TextLength = 22;

    /// <summary>Zero: "no id".</summary>
    public static Uuid Zero => default;

    /// <summary>The topic id of <c>__cluster_metadata</c>, reserved as 1.</summary>
    public static Uuid MetadataTopic => new(0, 1);

    public bool IsZero => MostSignificant == 0 && LeastSignificant == 0;

    public static Uuid FromBytes(ReadOnlySpan<byte> bytes) =>
        new(BinaryPrimitives.ReadInt64BigEndian(bytes), BinaryPrimitives.ReadInt64BigEndian(bytes[8..]));

    public void CopyTo(Span<byte> destination)
    {
        BinaryPrimitives.WriteInt64BigEndian(destination, MostSignificant);
        BinaryPrimitives.WriteInt64BigEndian(destination[8..], LeastSignificant);
    }

    /// <summary>Reads the 22-character text form.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Uuid id)
    {
        id = default;
        Span<byte> bytes = stackalloc byte[ByteCount];
        if (text is not { Length: TextLength } || !Base64Url.IsValid(text) || !Base64Url.TryDecodeFromChars(text, bytes, out var count) || count != ByteCount)
            return false;
        id = FromBytes(bytes);
        return true;
    }

    public int CompareTo(Uuid other) =>
        MostSignificant != other.MostSignificant
            ? ((ulong)MostSignificant).CompareTo((ulong)other.MostSignificant)
            : ((ulong)LeastSignificant).CompareTo((ulong)other.LeastSignificant);

    public override string ToString()
    {
        Span<byte> bytes = stackalloc byte[ByteCount];
        CopyTo(bytes);
        return Base64Url.EncodeToString(bytes);
    }

    public static bool operator <(Uuid left, Uuid right) => left.CompareTo(right) < 0;
    public static bool operator >(Uuid left, Uuid right) => left.CompareTo(right) > 0;
    public static bool operator <=(Uuid left, Uuid right) => left.CompareTo(right) <= 0;
    public static bool operator >=(Uuid left, Uuid right) => left.CompareTo(right) >= 0;
}
