using Levada.DataFiles.Avro;
using Levada.Transfer.Rows;
using Levada.Transfer.Types;

namespace Levada.DataFiles.Parquet;

/// <summary>Leaves of a schema as columns.</summary>
internal static class ParquetColumns
{
    /// <param name="leaf">A scalar.</param>
    /// <param name="noted">What Sqoop noted of the column in the schema in Avro's words; null: nothing.</param>
    public static Column Of(ParquetLeaf leaf, AvroField? noted)
    {
        var (sqlType, kind, javaType) = TypeOf(leaf, noted?.SqlType is { } number ? (SqlType)number : null);
        var name = noted?.ColumnName is { } column && ColumnNames.ToAvro(column) == leaf.Name ? column : leaf.Name;
        return new(name, sqlType, kind, javaType)
        {
            Precision = leaf.Precision,
            Scale = leaf.Scale,
            IsNullable = leaf.Repetition == Repetition.Optional,
        };
    }

    private static (SqlType SqlType, ColumnKind Kind, JavaType JavaType) TypeOf(ParquetLeaf leaf, SqlType? noted) => (leaf.Meaning, leaf.Type) switch
    {
        (ParquetMeaning.Text or ParquetMeaning.Uuid, _) => (noted ?? SqlType.VarChar, ColumnKind.Text, JavaType.String),
        (ParquetMeaning.Decimal, _) => (SqlType.Decimal, ColumnKind.Decimal, JavaType.BigDecimal),
        (ParquetMeaning.Date, _) => (SqlType.Date, ColumnKind.Date, JavaType.Date),
        (ParquetMeaning.Time, _) => (SqlType.Time, ColumnKind.Time, JavaType.Time),
        (ParquetMeaning.Timestamp, _) => (leaf.IsUtc ? SqlType.TimestampWithTimezone : SqlType.Timestamp, ColumnKind.Timestamp, JavaType.Timestamp),
        (ParquetMeaning.Unsigned, PhysicalType.Int64) => (SqlType.Decimal, ColumnKind.Decimal, JavaType.BigDecimal),
        (ParquetMeaning.Unsigned, _) => (SqlType.BigInt, ColumnKind.Int64, JavaType.Long),
        (ParquetMeaning.Float16, _) => (SqlType.Real, ColumnKind.Float32, JavaType.Float),
        (_, PhysicalType.Boolean) => (noted ?? SqlType.Boolean, ColumnKind.Boolean, JavaType.Boolean),
        (_, PhysicalType.Int32) => (noted ?? SqlType.Integer, ColumnKind.Int32, JavaType.Integer),
        (_, PhysicalType.Int64) => LongOf(noted),
        (_, PhysicalType.Int96) => (SqlType.Timestamp, ColumnKind.Timestamp, JavaType.Timestamp),
        (_, PhysicalType.Float) => (noted ?? SqlType.Real, ColumnKind.Float32, JavaType.Float),
        (_, PhysicalType.Double) => (noted ?? SqlType.Double, ColumnKind.Float64, JavaType.Double),
        _ => (noted ?? SqlType.VarBinary, ColumnKind.Bytes, JavaType.Bytes),
    };

    private static (SqlType SqlType, ColumnKind Kind, JavaType JavaType) LongOf(SqlType? noted) => noted switch
    {
        SqlType.Date => (SqlType.Date, ColumnKind.Date, JavaType.Date),
        SqlType.Time => (SqlType.Time, ColumnKind.Time, JavaType.Time),
        SqlType.Timestamp or SqlType.TimestampWithTimezone => (SqlType.Timestamp, ColumnKind.Timestamp, JavaType.Timestamp),
        _ => (noted ?? SqlType.BigInt, ColumnKind.Int64, JavaType.Long),
    };
}
