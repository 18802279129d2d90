using System.Collections.Immutable;
using System.Data.Common;
using System.Data.SqlTypes;
using System.Globalization;
using Levada.Databases.Generic;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;
using Microsoft.Data.SqlClient;

namespace Levada.Databases.SqlServer;

/// <summary>Reads values by the getters that keep all their digits.</summary>
internal static class SqlServerCells
{
    private const string OffsetForm = "yyyy-MM-dd HH:mm:ss.FFFFFFF zzz";

    /// <summary>A cell for each column, by the type that the server gives; a kind that was not expected is kept as text.</summary>
    public static ImmutableArray<AdoCell> Of(RowSchema wanted, RowSchema given, ILargeObjectStore? largeObjects) =>
        [.. wanted.Columns.Zip(given.Columns, (want, give) => want.Kind == give.Kind ? Of(give, largeObjects) : AsText)];

    /// <summary>A number of the server's widest type, 38 digits, which no System.Decimal holds.</summary>
    public static (Int128 Unscaled, int Scale) ValueOf(SqlDecimal value)
    {
        Span<uint> words = stackalloc uint[4];
        value.WriteTdsValue(words);
        var magnitude = ((UInt128)words[3] << 96) | ((UInt128)words[2] << 64) | ((UInt128)words[1] << 32) | words[0];
        return (value.IsPositive ? (Int128)magnitude : -(Int128)magnitude, value.Scale);
    }

    private static AdoCell Of(Column column, ILargeObjectStore? largeObjects) => column.DatabaseType switch
    {
        "bit" => static (reader, ordinal, vector, _) => vector.AppendBoolean(reader.GetBoolean(ordinal)),
        "tinyint" => static (reader, ordinal, vector, _) => vector.AppendInt32(reader.GetByte(ordinal)),
        "smallint" => static (reader, ordinal, vector, _) => vector.AppendInt32(reader.GetInt16(ordinal)),
        "int" => static (reader, ordinal, vector, _) => vector.AppendInt32(reader.GetInt32(ordinal)),
        "bigint" => static (reader, ordinal, vector, _) => vector.AppendInt64(reader.GetInt64(ordinal)),
        "decimal" or "numeric" => AppendDecimal,
        "money" or "smallmoney" => static (reader, ordinal, vector, _) =>
            vector.AppendDecimal(((SqlDataReader)reader).GetSqlMoney(ordinal).GetTdsValue(), 4),
        "real" => static (reader, ordinal, vector, _) => vector.AppendFloat32(reader.GetFloat(ordinal)),
        "float" => static (reader, ordinal, vector, _) => vector.AppendFloat64(reader.GetDouble(ordinal)),
        "date" => static (reader, ordinal, vector, _) => AdoCells.AppendDate(vector, reader.GetDateTime(ordinal)),
        "time" => static (reader, ordinal, vector, _) => vector.AppendTicks(((SqlDataReader)reader).GetTimeSpan(ordinal).Ticks),
        "datetime" or "datetime2" or "smalldatetime" => static (reader, ordinal, vector, _) => AdoCells.AppendTimestamp(vector, reader.GetDateTime(ordinal)),
        "datetimeoffset" => static (reader, ordinal, vector, _) =>
            vector.AppendText(((SqlDataReader)reader).GetDateTimeOffset(ordinal).ToString(OffsetForm, CultureInfo.InvariantCulture)),
        // The server writes them in capitals, and compares them in an order of its own.
        "uniqueidentifier" => static (reader, ordinal, vector, _) => vector.AppendText(reader.GetGuid(ordinal).ToString().ToUpperInvariant()),
        "sql_variant" => static (reader, ordinal, vector, _) => vector.AppendText(TextOf(reader.GetValue(ordinal))),
        // Short ones need no stream, and the provider has none for a row version.
        "binary" or "timestamp" or "rowversion" => static (reader, ordinal, vector, _) => vector.AppendBytes(reader.GetFieldValue<byte[]>(ordinal)),
        _ when column.Kind == ColumnKind.Bytes => AdoLargeCells.Bytes(column, largeObjects),
        _ => AdoLargeCells.Text(column, largeObjects),
    };

    private static void AppendDecimal(DbDataReader reader, int ordinal, ColumnVector vector, CancellationToken cancellationToken)
    {
        var (unscaled, scale) = ValueOf(((SqlDataReader)reader).GetSqlDecimal(ordinal));
        vector.AppendDecimal(unscaled, scale);
    }

    private static void AsText(DbDataReader reader, int ordinal, ColumnVector vector, CancellationToken cancellationToken) =>
        vector.AppendUntyped(TextOf(reader.GetValue(ordinal)));

    private static string TextOf(object value) => value switch
    {
        DateTime time => time.ToString("yyyy-MM-dd HH:mm:ss.FFFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString(OffsetForm, CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToHexStringLower(bytes),
        Guid guid => guid.ToString().ToUpperInvariant(),
        IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
