using System.Globalization;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Hive;

/// <summary>Hive's type of an imported column.</summary>
internal static class HiveTypes
{
    private const int DecimalPrecisionMax = 38;

    /// <summary>The type in a table over text files; null when Hive has none.</summary>
    public static string? OfText(SqlType type) => type switch
    {
        SqlType.Integer or SqlType.SmallInt => "INT",
        SqlType.TinyInt => "TINYINT",
        SqlType.BigInt => "BIGINT",
        SqlType.Bit or SqlType.Boolean => "BOOLEAN",
        SqlType.Numeric or SqlType.Decimal or SqlType.Real or SqlType.Float or SqlType.Double => "DOUBLE",
        SqlType.Char or SqlType.VarChar or SqlType.LongVarChar or SqlType.NChar or SqlType.NVarChar or SqlType.LongNVarChar => "STRING",
        SqlType.Clob or SqlType.NClob or SqlType.Date or SqlType.Time or SqlType.Timestamp => "STRING",
        // What Sqoop cannot import at all is imported as text here.
        SqlType.Other or SqlType.SqlXml or SqlType.Array or SqlType.TimeWithTimezone or SqlType.TimestampWithTimezone => "STRING",
        _ => null,
    };

    /// <summary>Whether the text table's type says less than the database's.</summary>
    public static bool IsLessPrecise(SqlType type) =>
        type is SqlType.Date or SqlType.Time or SqlType.Timestamp or SqlType.Numeric or SqlType.Decimal
            or SqlType.TimeWithTimezone or SqlType.TimestampWithTimezone;

    /// <summary>The type in a table over Parquet files: that of the field in the file.</summary>
    public static string OfParquet(Column column, TransferOptions options) => column.JavaType switch
    {
        JavaType.Integer => "INT",
        JavaType.Long or JavaType.Date or JavaType.Time or JavaType.Timestamp => "BIGINT",
        JavaType.Float => "FLOAT",
        JavaType.Double => "DOUBLE",
        JavaType.Boolean => "BOOLEAN",
        JavaType.Bytes or JavaType.BlobRef => "BINARY",
        JavaType.BigDecimal when IsOn(options, "sqoop.parquet.logical_types.decimal.enable") => DecimalOf(column, options),
        _ => "STRING",
    };

    private static string DecimalOf(Column column, TransferOptions options)
    {
        var isKnown = column.Precision > 0;
        var precision = isKnown ? column.Precision : Number(options, "sqoop.avro.logical_types.decimal.default.precision") ?? DecimalPrecisionMax;
        var scale = isKnown ? column.Scale : Number(options, "sqoop.avro.logical_types.decimal.default.scale") ?? 0;
        return $"DECIMAL({Math.Min(precision, DecimalPrecisionMax)}, {Math.Clamp(scale, 0, DecimalPrecisionMax)})";
    }

    private static bool IsOn(TransferOptions options, string property) =>
        options.Properties.TryGetValue(property, out var text) && bool.TryParse(text, out var isOn) && isOn;

    private static int? Number(TransferOptions options, string property) =>
        options.Properties.TryGetValue(property, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : null;
}
