using System.Collections.Immutable;
using System.Data.Common;
using Levada.Transfer.Rows;

namespace Levada.Databases.SqlServer;

/// <summary>The types of SQL Server, as Microsoft's JDBC driver names them.</summary>
internal static class SqlServerTypes
{
    private const int UnboundedSize = int.MaxValue;
    private const int MoneyScale = 4;

    private const int DisplaySizeDefault = 20;

    private static readonly ImmutableSortedDictionary<string, int> DisplaySizes = ImmutableSortedDictionary.CreateRange(
        StringComparer.Ordinal,
        [
            KeyValuePair.Create("bit", 1), KeyValuePair.Create("tinyint", 3), KeyValuePair.Create("smallint", 6), KeyValuePair.Create("int", 11),
            KeyValuePair.Create("real", 13), KeyValuePair.Create("date", 10), KeyValuePair.Create("time", 16), KeyValuePair.Create("smalldatetime", 16),
        ]);

    private static readonly ImmutableSortedDictionary<string, (SqlType SqlType, ColumnKind Kind, JavaType JavaType)> Names =
        ImmutableSortedDictionary.CreateRange(
            StringComparer.Ordinal,
            [
                Of("bit", SqlType.Bit, ColumnKind.Boolean, JavaType.Boolean),
                Of("tinyint", SqlType.TinyInt, ColumnKind.Int32, JavaType.Integer),
                Of("smallint", SqlType.SmallInt, ColumnKind.Int32, JavaType.Integer),
                Of("int", SqlType.Integer, ColumnKind.Int32, JavaType.Integer),
                Of("bigint", SqlType.BigInt, ColumnKind.Int64, JavaType.Long),
                Of("decimal", SqlType.Decimal, ColumnKind.Decimal, JavaType.BigDecimal),
                Of("numeric", SqlType.Numeric, ColumnKind.Decimal, JavaType.BigDecimal),
                Of("money", SqlType.Decimal, ColumnKind.Decimal, JavaType.BigDecimal),
                Of("smallmoney", SqlType.Decimal, ColumnKind.Decimal, JavaType.BigDecimal),
                Of("real", SqlType.Real, ColumnKind.Float32, JavaType.Float),
                Of("float", SqlType.Double, ColumnKind.Float64, JavaType.Double),
                Of("date", SqlType.Date, ColumnKind.Date, JavaType.Date),
                Of("time", SqlType.Time, ColumnKind.Time, JavaType.Time),
                Of("datetime", SqlType.Timestamp, ColumnKind.Timestamp, JavaType.Timestamp),
                Of("datetime2", SqlType.Timestamp, ColumnKind.Timestamp, JavaType.Timestamp),
                Of("smalldatetime", SqlType.Timestamp, ColumnKind.Timestamp, JavaType.Timestamp),
                Of("datetimeoffset", SqlType.VarChar, ColumnKind.Text, JavaType.String),
                Of("char", SqlType.Char, ColumnKind.Text, JavaType.String),
                Of("varchar", SqlType.VarChar, ColumnKind.Text, JavaType.String),
                Of("text", SqlType.LongVarChar, ColumnKind.Text, JavaType.String),
                Of("nchar", SqlType.NChar, ColumnKind.Text, JavaType.String),
                Of("nvarchar", SqlType.NVarChar, ColumnKind.Text, JavaType.String),
                Of("ntext", SqlType.LongNVarChar, ColumnKind.Text, JavaType.String),
                Of("xml", SqlType.LongNVarChar, ColumnKind.Text, JavaType.String),
                Of("uniqueidentifier", SqlType.Char, ColumnKind.Text, JavaType.String),
                Of("binary", SqlType.Binary, ColumnKind.Bytes, JavaType.Bytes),
                Of("timestamp", SqlType.Binary, ColumnKind.Bytes, JavaType.Bytes),
                Of("rowversion", SqlType.Binary, ColumnKind.Bytes, JavaType.Bytes),
                Of("varbinary", SqlType.VarBinary, ColumnKind.Bytes, JavaType.Bytes),
                Of("image", SqlType.LongVarBinary, ColumnKind.Bytes, JavaType.BlobRef),
            ]);

    /// <summary>The columns of an open result.</summary>
    public static RowSchema Describe(DbDataReader reader) =>
        new([.. reader.GetColumnSchema().Where(column => column.IsHidden != true).Select(column =>
            ColumnOf(column.ColumnName, column.DataTypeName ?? "", column.ColumnSize ?? 0, column.NumericPrecision ?? 0, column.NumericScale ?? 0) with
            {
                IsNullable = column.AllowDBNull ?? true,
                IsGenerated = column.IsIdentity == true || column.IsAutoIncrement == true || column.IsReadOnly == true,
            })]);

    /// <summary>A column of a type as the server names it.</summary>
    /// <param name="size">Characters or bytes; the greatest integer or -1 for a type without bound.</param>
    public static Column ColumnOf(string name, string typeName, int size, int precision, int scale)
    {
        // Types of the CLR come with the name of their database.
        var word = typeName[(typeName.LastIndexOf('.') + 1)..];
        var isUnbounded = size is -1 or UnboundedSize;
        var (sqlType, kind, javaType) = word switch
        {
            "varchar" when isUnbounded => (SqlType.LongVarChar, ColumnKind.Text, JavaType.String),
            "nvarchar" when isUnbounded => (SqlType.LongNVarChar, ColumnKind.Text, JavaType.String),
            "varbinary" when isUnbounded => (SqlType.LongVarBinary, ColumnKind.Bytes, JavaType.BlobRef),
            "geography" or "geometry" or "hierarchyid" => (SqlType.LongVarBinary, ColumnKind.Bytes, JavaType.BlobRef),
            _ => Names.GetValueOrDefault(word, (SqlType.VarChar, ColumnKind.Text, JavaType.String)),
        };
        return new Column(name, sqlType, kind, javaType)
        {
            DatabaseType = word,
            Precision = kind == ColumnKind.Decimal ? Math.Min(precision, 38) : isUnbounded || kind is not (ColumnKind.Text or ColumnKind.Bytes) ? 0 : size,
            DisplaySize = DisplaySizes.GetValueOrDefault(word, kind == ColumnKind.Text && size > 0 ? size : DisplaySizeDefault),
            Scale = word is "money" or "smallmoney" ? MoneyScale : kind is ColumnKind.Decimal or ColumnKind.Time or ColumnKind.Timestamp && scale <= 38 ? scale : 0,
        };
    }

    private static KeyValuePair<string, (SqlType, ColumnKind, JavaType)> Of(string name, SqlType sqlType, ColumnKind kind, JavaType javaType) =>
        KeyValuePair.Create(name, (sqlType, kind, javaType));
}
