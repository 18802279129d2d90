using Levada.Transfer.Rows;
using Levada.Transfer.Targets;
using MySqlConnector;

namespace Levada.Databases.MySql.Reading;

/// <summary>Chooses how each column of a result is decoded.</summary>
internal sealed class CellDecoders(MySqlSettings settings, ILargeObjectStore? largeObjects, bool isBinary, CancellationToken cancellationToken)
{
    private const byte DigitZero = (byte)'0';

    /// <param name="described">The column as the result describes it.</param>
    /// <param name="column">The column as it is wanted; of the same kind.</param>
    public CellDecoder Of(MySqlDbColumn described, Column column) => column.Kind switch
    {
        ColumnKind.Boolean when described.ProviderType == MySqlDbType.Bit => new BooleanCell(zero: 0),
        ColumnKind.Boolean => new BooleanCell(isBinary ? (byte)0 : DigitZero) { BinaryWidth = sizeof(byte) },
        ColumnKind.Int32 or ColumnKind.Int64 when isBinary => Binary(described.ProviderType),
        ColumnKind.Int32 or ColumnKind.Int64 => new TextIntegerCell(),
        ColumnKind.Float32 => new FloatCell(isBinary) { BinaryWidth = sizeof(float) },
        ColumnKind.Float64 => new FloatCell(isBinary) { BinaryWidth = sizeof(double) },
        ColumnKind.Decimal => new DecimalCell(),
        ColumnKind.Date or ColumnKind.Timestamp => new WallClockCell(column.Name, settings.ZeroDates, isBinary) { BinaryWidth = CellDecoder.LengthByte },
        ColumnKind.Time => new TimeCell(isBinary) { BinaryWidth = CellDecoder.LengthByte },
        _ when largeObjects is not null && column.JavaType is JavaType.BlobRef or JavaType.ClobRef => new LargeObjectCell(largeObjects, cancellationToken),
        _ => new ByteCell(),
    };

    private static BinaryIntegerCell Binary(MySqlDbType type) => type switch
    {
        MySqlDbType.Byte => new(isUnsigned: false) { BinaryWidth = 1 },
        MySqlDbType.UByte => new(isUnsigned: true) { BinaryWidth = 1 },
        MySqlDbType.Int16 => new(isUnsigned: false) { BinaryWidth = 2 },
        MySqlDbType.UInt16 or MySqlDbType.Year => new(isUnsigned: true) { BinaryWidth = 2 },
        MySqlDbType.Int24 or MySqlDbType.Int32 => new(isUnsigned: false) { BinaryWidth = 4 },
        MySqlDbType.UInt24 or MySqlDbType.UInt32 => new(isUnsigned: true) { BinaryWidth = 4 },
        MySqlDbType.UInt64 => new(isUnsigned: true) { BinaryWidth = 8 },
        _ => new(isUnsigned: false) { BinaryWidth = 8 },
    };
}
