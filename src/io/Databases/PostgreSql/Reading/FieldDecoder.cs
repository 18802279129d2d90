using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.Databases.PostgreSql.Reading;

/// <summary>Puts the values of one column from PostgreSQL's binary form into a vector.</summary>
/// <remarks>Source: the send functions of PostgreSQL's types (src/backend/utils/adt).</remarks>
internal abstract class FieldDecoder
{
    public abstract void Append(ReadOnlySpan<byte> value, ColumnVector target);

    /// <summary>The decoder of a type as the server sends it.</summary>
    public static FieldDecoder For(ColumnKind kind, uint typeId) => kind switch
    {
        ColumnKind.Boolean => new BooleanDecoder(),
        ColumnKind.Int32 when typeId == TypeIds.Int2 => new Int16Decoder(),
        ColumnKind.Int32 => new Int32Decoder(),
        ColumnKind.Int64 when typeId == TypeIds.Oid => new ObjectIdDecoder(),
        ColumnKind.Int64 => new Int64Decoder(),
        ColumnKind.Float32 => new Float32Decoder(),
        ColumnKind.Float64 => new Float64Decoder(),
        ColumnKind.Decimal => new DecimalDecoder(),
        ColumnKind.Date => new DateDecoder(),
        ColumnKind.Time => new TimeDecoder(),
        ColumnKind.Timestamp => new TimestampDecoder(),
        _ => new BytesDecoder(),
    };

    protected static ReadOnlySpan<byte> Exactly(int byteCount, ReadOnlySpan<byte> value) => value.Length == byteCount
        ? value
        : throw new TransferException($"PostgreSQL sent {value.Length} bytes for a value of {byteCount}.");
}
