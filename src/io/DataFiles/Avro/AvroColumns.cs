using Levada.Transfer.Rows;
using Levada.Transfer.Types;

namespace Levada.DataFiles.Avro;

/// <summary>Fields of a schema as columns.</summary>
internal static class AvroColumns
{
    /// <summary>The column of a field that is a scalar or a union of null and one.</summary>
    public static Column Of(AvroField field)
    {
        var type = field.Type.ValueType!;
        var (sqlType, kind, javaType) = TypeOf(type, field.SqlType is { } number ? (SqlType)number : null);
        // The column's own name stands for the field only while it would become that field again.
        var name = field.ColumnName is { } column && ColumnNames.ToAvro(column) == field.Name ? column : field.Name;
        return new(name, sqlType, kind, javaType) { Precision = type.Precision, Scale = type.Scale, IsNullable = field.Type.Kind == AvroKind.Union };
    }

    private static (SqlType SqlType, ColumnKind Kind, JavaType JavaType) TypeOf(AvroType type, SqlType? noted) => type.Kind switch
    {
        AvroKind.Boolean => (noted ?? SqlType.Boolean, ColumnKind.Boolean, JavaType.Boolean),
        AvroKind.Int when type.LogicalType == "date" => (SqlType.Date, ColumnKind.Date, JavaType.Date),
        AvroKind.Int when type.LogicalType == "time-millis" => (SqlType.Time, ColumnKind.Time, JavaType.Time),
        AvroKind.Int => (noted ?? SqlType.Integer, ColumnKind.Int32, JavaType.Integer),
        AvroKind.Long => LongOf(type.LogicalType, noted),
        AvroKind.Float => (noted ?? SqlType.Real, ColumnKind.Float32, JavaType.Float),
        AvroKind.Double => (noted ?? SqlType.Double, ColumnKind.Float64, JavaType.Double),
        AvroKind.Bytes or AvroKind.Fixed when type.LogicalType == "decimal" => (SqlType.Decimal, ColumnKind.Decimal, JavaType.BigDecimal),
        AvroKind.Bytes or AvroKind.Fixed => (noted ?? SqlType.VarBinary, ColumnKind.Bytes, JavaType.Bytes),
        _ => (noted ?? SqlType.VarChar, ColumnKind.Text, JavaType.String),
    };

    private static (SqlType SqlType, ColumnKind Kind, JavaType JavaType) LongOf(string? logicalType, SqlType? noted)
    {
        if (logicalType == "time-micros" || (logicalType is null && noted == SqlType.Time))
            return (SqlType.Time, ColumnKind.Time, JavaType.Time);
        if (logicalType is null && noted == SqlType.Date)
            return (SqlType.Date, ColumnKind.Date, JavaType.Date);
        var isTimestamp = logicalType is null
            ? noted is SqlType.Timestamp or SqlType.TimestampWithTimezone
            : logicalType.Contains("timestamp", StringComparison.Ordinal);
        if (!isTimestamp)
            return (noted ?? SqlType.BigInt, ColumnKind.Int64, JavaType.Long);
        var isInstant = logicalType?.StartsWith("timestamp", StringComparison.Ordinal) == true;
        return (isInstant ? SqlType.TimestampWithTimezone : SqlType.Timestamp, ColumnKind.Timestamp, JavaType.Timestamp);
    }
}
