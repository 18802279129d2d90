using System.Globalization;
using Levada.Transfer.Rows;
using SQLitePCL;

namespace Levada.Databases.Sqlite;

/// <summary>What a declared type means. SQLite itself only derives an affinity from it and stores any value in any column.</summary>
/// <remarks>Source: SQLite, "Datatypes In SQLite", section 3.1, for types that no other database knows.</remarks>
internal static class SqliteTypes
{
    /// <summary>The column for a declared type; null or empty is a column or expression without one.</summary>
    public static Column ColumnOf(string name, string? declared)
    {
        var (word, precision, scale) = Split(declared ?? "");
        var (sqlType, kind, javaType) = TypeOf(word);
        return new Column(name, sqlType, kind, javaType) { DatabaseType = declared ?? "", Precision = precision, Scale = scale };
    }

    /// <summary>The column for an expression whose first value has the given storage class.</summary>
    public static Column ColumnOf(string name, int storageClass) => storageClass switch
    {
        raw.SQLITE_INTEGER => new Column(name, SqlType.BigInt, ColumnKind.Int64, JavaType.Long) { DatabaseType = "integer" },
        raw.SQLITE_FLOAT => new Column(name, SqlType.Double, ColumnKind.Float64, JavaType.Double) { DatabaseType = "real" },
        raw.SQLITE_BLOB => new Column(name, SqlType.Blob, ColumnKind.Bytes, JavaType.BlobRef) { DatabaseType = "blob" },
        raw.SQLITE_TEXT => new Column(name, SqlType.VarChar, ColumnKind.Text, JavaType.String) { DatabaseType = "text" },
        _ => ColumnOf(name, declared: null),
    };

    private static (SqlType SqlType, ColumnKind Kind, JavaType JavaType) TypeOf(string word) => word switch
    {
        "BOOL" or "BOOLEAN" => (SqlType.Boolean, ColumnKind.Boolean, JavaType.Boolean),
        "BIT" => (SqlType.Bit, ColumnKind.Boolean, JavaType.Boolean),
        "TINYINT" => (SqlType.TinyInt, ColumnKind.Int32, JavaType.Integer),
        "SMALLINT" or "INT2" => (SqlType.SmallInt, ColumnKind.Int32, JavaType.Integer),
        "MEDIUMINT" => (SqlType.Integer, ColumnKind.Int32, JavaType.Integer),
        "DECIMAL" or "DEC" => (SqlType.Decimal, ColumnKind.Decimal, JavaType.BigDecimal),
        "NUMERIC" or "NUMBER" or "MONEY" => (SqlType.Numeric, ColumnKind.Decimal, JavaType.BigDecimal),
        "DATE" => (SqlType.Date, ColumnKind.Date, JavaType.Date),
        "TIME" => (SqlType.Time, ColumnKind.Time, JavaType.Time),
        "DATETIME" or "TIMESTAMP" => (SqlType.Timestamp, ColumnKind.Timestamp, JavaType.Timestamp),
        "CHAR" or "NCHAR" or "CHARACTER" => (SqlType.Char, ColumnKind.Text, JavaType.String),
        "BINARY" => (SqlType.Binary, ColumnKind.Bytes, JavaType.Bytes),
        "VARBINARY" => (SqlType.VarBinary, ColumnKind.Bytes, JavaType.Bytes),
        "FLOAT" => (SqlType.Float, ColumnKind.Float64, JavaType.Double),
        _ => ByAffinity(word),
    };

    private static (SqlType SqlType, ColumnKind Kind, JavaType JavaType) ByAffinity(string word)
    {
        if (Has("INT"))
            return (SqlType.BigInt, ColumnKind.Int64, JavaType.Long);
        if (Has("CLOB"))
            return (SqlType.Clob, ColumnKind.Text, JavaType.ClobRef);
        if (Has("CHAR") || Has("TEXT"))
            return (SqlType.VarChar, ColumnKind.Text, JavaType.String);
        if (Has("BLOB"))
            return (SqlType.Blob, ColumnKind.Bytes, JavaType.BlobRef);
        if (Has("REAL") || Has("FLOA") || Has("DOUB"))
            return (SqlType.Double, ColumnKind.Float64, JavaType.Double);
        // UUID, JSON, STRING and no type at all: numeric by SQLite's rule, texts by what people store there. Text holds both.
        return (SqlType.VarChar, ColumnKind.Text, JavaType.String);

        bool Has(string part) => word.Contains(part, StringComparison.Ordinal);
    }

    private static (string Word, int Precision, int Scale) Split(string declared)
    {
        var open = declared.IndexOf('(', StringComparison.Ordinal);
        var word = (open < 0 ? declared : declared[..open]).Trim().ToUpperInvariant();
        var close = open < 0 ? -1 : declared.IndexOf(')', open);
        if (close < 0)
            return (word, 0, 0);
        var numbers = declared[(open + 1)..close].Split(',');
        return (word, NumberAt(numbers, 0), NumberAt(numbers, 1));
    }

    private static int NumberAt(string[] texts, int index) =>
        index < texts.Length && int.TryParse(texts[index], NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            ? number
            : 0;
}
