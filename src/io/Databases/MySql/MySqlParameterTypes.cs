using System.Globalization;
using Levada.Transfer.Rows;
using MySqlConnector;

namespace Levada.Databases.MySql;

/// <summary>Columns out of type texts such as <c>decimal(30,5)</c>, which is all that the server tells of a procedure's parameters.</summary>
internal static class MySqlParameterTypes
{
    public static Column Of(string name, string typeText, bool isTinyInt1Boolean)
    {
        var text = typeText.ToLowerInvariant();
        var word = text.Split('(', ' ')[0];
        var (size, scale) = NumbersIn(text);
        var type = TypeOf(word, text.Contains("unsigned", StringComparison.Ordinal), size, isTinyInt1Boolean);
        var column = MySqlColumns.Of(name, type, type == MySqlDbType.Bit ? Math.Max(size, 1) : size == 0 ? int.MaxValue : size);
        return column with
        {
            DatabaseType = typeText,
            Precision = column.Kind is ColumnKind.Decimal or ColumnKind.Text or ColumnKind.Bytes ? size : 0,
            Scale = column.Kind is ColumnKind.Time or ColumnKind.Timestamp ? size : scale,
        };
    }

    private static MySqlDbType TypeOf(string word, bool isUnsigned, int size, bool isTinyInt1Boolean) => word switch
    {
        "tinyint" when size == 1 && isTinyInt1Boolean && !isUnsigned => MySqlDbType.Bool,
        "tinyint" => isUnsigned ? MySqlDbType.UByte : MySqlDbType.Byte,
        "smallint" => isUnsigned ? MySqlDbType.UInt16 : MySqlDbType.Int16,
        "mediumint" => isUnsigned ? MySqlDbType.UInt24 : MySqlDbType.Int24,
        "int" => isUnsigned ? MySqlDbType.UInt32 : MySqlDbType.Int32,
        "bigint" => isUnsigned ? MySqlDbType.UInt64 : MySqlDbType.Int64,
        "bit" => MySqlDbType.Bit,
        "year" => MySqlDbType.Year,
        "float" => MySqlDbType.Float,
        "double" => MySqlDbType.Double,
        "decimal" => MySqlDbType.NewDecimal,
        "date" => MySqlDbType.Date,
        "time" => MySqlDbType.Time,
        "datetime" => MySqlDbType.DateTime,
        "timestamp" => MySqlDbType.Timestamp,
        "char" or "enum" or "set" => MySqlDbType.String,
        "binary" => MySqlDbType.Binary,
        "varbinary" or "tinyblob" => MySqlDbType.VarBinary,
        "blob" or "mediumblob" or "longblob" => MySqlDbType.LongBlob,
        "text" or "mediumtext" or "longtext" or "json" => MySqlDbType.LongText,
        _ => MySqlDbType.VarChar,
    };

    /// <summary>The one or two numbers in parentheses; 0 where there are none, or where they are the words of an ENUM.</summary>
    private static (int Size, int Scale) NumbersIn(string text)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var close = text.IndexOf(')', StringComparison.Ordinal);
        if (open < 0 || close < open)
            return (0, 0);
        var parts = text[(open + 1)..close].Split(',');
        return (NumberIn(parts[0]), parts.Length > 1 ? NumberIn(parts[1]) : 0);
    }

    private static int NumberIn(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}
