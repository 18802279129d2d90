using Levada.Transfer.Rows;

namespace Levada.Databases.MySql.Reading;

/// <summary>Turns the bytes of one column's values into what its vector holds.</summary>
internal abstract class CellDecoder
{
    /// <summary>Of the binary protocol: the width of a value; <see cref="LengthByte"/> or <see cref="LengthEncoded"/> when it is told before each.</summary>
    public int BinaryWidth { get; init; } = LengthEncoded;

    public const int LengthEncoded = -1;
    public const int LengthByte = -2;

    /// <summary>Appends a value that is not NULL.</summary>
    public abstract void Append(ReadOnlySpan<byte> cell, ColumnVector target);
}
