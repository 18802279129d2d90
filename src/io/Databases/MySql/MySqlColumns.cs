using Levada.Transfer.Rows;
using MySqlConnector;

namespace Levada.Databases.MySql;

/// <summary>The server's types as MySQL's JDBC driver reports them. Source: its documentation, "Java, JDBC and MySQL types".</summary>
internal static class MySqlColumns
{
    private const int TinyLength = 255;

    /// <summary>A column of a result as the server described it.</summary>
    public static Column Of(MySqlDbColumn described)
    {
        var size = described.ColumnSize ?? 0;
        var column = Of(described.ColumnName, described.ProviderType, size);
        return column with
        {
            Precision = PrecisionOf(column, described.ProviderType, size, described.NumericPrecision ?? 0),
            // The driver gives 31 for "as many as there are".
            Scale = column.Kind is ColumnKind.Decimal or ColumnKind.Time or ColumnKind.Timestamp ? described.NumericScale ?? 0 : 0,
            DisplaySize = size,
            IsNullable = described.AllowDBNull ?? true,
            IsGenerated = described.IsAutoIncrement ?? false,
        };
    }

    /// <summary>A column by name and type, its bounds unknown.</summary>
    /// <param name="size">Characters of a text, bytes of a binary, bits of a BIT.</param>
    public static Column Of(string name, MySqlDbType type, int size)
    {
        var (sqlType, kind, javaType) = Map(type, size);
        return new Column(name, sqlType, kind, javaType) { DatabaseType = WordOf(type), IsUnsigned = IsUnsigned(type) };
    }

    private static (SqlType Sql, ColumnKind Kind, JavaType Java) Map(MySqlDbType type, int size) => type switch
    {
        MySqlDbType.Bool => (SqlType.Bit, ColumnKind.Boolean, JavaType.Boolean),
        MySqlDbType.Bit when size == 1 => (SqlType.Bit, ColumnKind.Boolean, JavaType.Boolean),
        MySqlDbType.Bit => (SqlType.VarBinary, ColumnKind.Bytes, JavaType.Bytes),
        MySqlDbType.Byte or MySqlDbType.UByte => (SqlType.TinyInt, ColumnKind.Int32, JavaType.Integer),
        MySqlDbType.Int16 or MySqlDbType.UInt16 or MySqlDbType.Year => (SqlType.SmallInt, ColumnKind.Int32, JavaType.Integer),
        MySqlDbType.Int24 or MySqlDbType.UInt24 or MySqlDbType.Int32 => (SqlType.Integer, ColumnKind.Int32, JavaType.Integer),
        // Sqoop itself takes an unsigned INTEGER for a BIGINT, which holds it.
        MySqlDbType.UInt32 or MySqlDbType.Int64 or MySqlDbType.UInt64 => (SqlType.BigInt, ColumnKind.Int64, JavaType.Long),
        MySqlDbType.Float => (SqlType.Real, ColumnKind.Float32, JavaType.Float),
        MySqlDbType.Double => (SqlType.Double, ColumnKind.Float64, JavaType.Double),
        MySqlDbType.Decimal or MySqlDbType.NewDecimal => (SqlType.Decimal, ColumnKind.Decimal, JavaType.BigDecimal),
        MySqlDbType.Date or MySqlDbType.Newdate => (SqlType.Date, ColumnKind.Date, JavaType.Date),
        MySqlDbType.Time => (SqlType.Time, ColumnKind.Time, JavaType.Time),
        MySqlDbType.DateTime or MySqlDbType.Timestamp => (SqlType.Timestamp, ColumnKind.Timestamp, JavaType.Timestamp),
        MySqlDbType.Binary or MySqlDbType.Geometry or MySqlDbType.Vector => (SqlType.Binary, ColumnKind.Bytes, JavaType.Bytes),
        MySqlDbType.VarBinary or MySqlDbType.TinyBlob => (SqlType.VarBinary, ColumnKind.Bytes, JavaType.Bytes),
        MySqlDbType.Blob when size <= TinyLength => (SqlType.VarBinary, ColumnKind.Bytes, JavaType.Bytes),
        MySqlDbType.Blob or MySqlDbType.MediumBlob or MySqlDbType.LongBlob => (SqlType.LongVarBinary, ColumnKind.Bytes, JavaType.BlobRef),
        MySqlDbType.String or MySqlDbType.Enum or MySqlDbType.Set => (SqlType.Char, ColumnKind.Text, JavaType.String),
        MySqlDbType.Text when size > TinyLength => (SqlType.LongVarChar, ColumnKind.Text, JavaType.String),
        MySqlDbType.MediumText or MySqlDbType.LongText or MySqlDbType.JSON => (SqlType.LongVarChar, ColumnKind.Text, JavaType.String),
        _ => (SqlType.VarChar, ColumnKind.Text, JavaType.String),
    };

    private static int PrecisionOf(Column column, MySqlDbType type, int size, int digits) => column.SqlType switch
    {
        SqlType.Decimal => digits,
        SqlType.TinyInt => 3,
        SqlType.SmallInt => type == MySqlDbType.Year ? 4 : 5,
        SqlType.Integer => type is MySqlDbType.Int24 or MySqlDbType.UInt24 ? 7 : 10,
        SqlType.BigInt => type == MySqlDbType.UInt32 ? 10 : type == MySqlDbType.UInt64 ? 20 : 19,
        _ => column.Kind is ColumnKind.Text or ColumnKind.Bytes ? size : 0,
    };

    private static bool IsUnsigned(MySqlDbType type) =>
        type is MySqlDbType.UByte or MySqlDbType.UInt16 or MySqlDbType.UInt24 or MySqlDbType.UInt32 or MySqlDbType.UInt64;

    private static string WordOf(MySqlDbType type) => type switch
    {
        MySqlDbType.Bool => "tinyint(1)",
        MySqlDbType.Byte => "tinyint",
        MySqlDbType.UByte => "tinyint unsigned",
        MySqlDbType.Int16 => "smallint",
        MySqlDbType.UInt16 => "smallint unsigned",
        MySqlDbType.Int24 => "mediumint",
        MySqlDbType.UInt24 => "mediumint unsigned",
        MySqlDbType.Int32 => "int",
        MySqlDbType.UInt32 => "int unsigned",
        MySqlDbType.Int64 => "bigint",
        MySqlDbType.UInt64 => "bigint unsigned",
        MySqlDbType.NewDecimal => "decimal",
        MySqlDbType.String => "char",
        _ => type.ToString().ToLowerInvariant(),
    };
}
