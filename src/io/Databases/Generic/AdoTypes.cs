using System.Collections.Immutable;
using System.Data.Common;
using Levada.Transfer.Rows;

namespace Levada.Databases.Generic;

/// <summary>What a provider's description of a result means.</summary>
internal static class AdoTypes
{
    private const int DecimalDigitsMax = 38;

    private static readonly ImmutableSortedDictionary<string, (SqlType SqlType, ColumnKind Kind, JavaType JavaType)> ByClrType =
        ImmutableSortedDictionary.CreateRange(
            StringComparer.Ordinal,
            [
                Of<bool>(SqlType.Boolean, ColumnKind.Boolean, JavaType.Boolean),
                Of<byte>(SqlType.TinyInt, ColumnKind.Int32, JavaType.Integer),
                Of<sbyte>(SqlType.TinyInt, ColumnKind.Int32, JavaType.Integer),
                Of<short>(SqlType.SmallInt, ColumnKind.Int32, JavaType.Integer),
                Of<ushort>(SqlType.Integer, ColumnKind.Int32, JavaType.Integer),
                Of<int>(SqlType.Integer, ColumnKind.Int32, JavaType.Integer),
                Of<uint>(SqlType.BigInt, ColumnKind.Int64, JavaType.Long),
                Of<long>(SqlType.BigInt, ColumnKind.Int64, JavaType.Long),
                Of<ulong>(SqlType.Numeric, ColumnKind.Decimal, JavaType.BigDecimal),
                Of<float>(SqlType.Real, ColumnKind.Float32, JavaType.Float),
                Of<double>(SqlType.Double, ColumnKind.Float64, JavaType.Double),
                Of<decimal>(SqlType.Decimal, ColumnKind.Decimal, JavaType.BigDecimal),
                Of<DateTime>(SqlType.Timestamp, ColumnKind.Timestamp, JavaType.Timestamp),
                Of<DateOnly>(SqlType.Date, ColumnKind.Date, JavaType.Date),
                Of<TimeOnly>(SqlType.Time, ColumnKind.Time, JavaType.Time),
                Of<TimeSpan>(SqlType.Time, ColumnKind.Time, JavaType.Time),
                Of<byte[]>(SqlType.VarBinary, ColumnKind.Bytes, JavaType.Bytes),
            ]);

    /// <summary>The columns of an open result.</summary>
    public static RowSchema Describe(DbDataReader reader)
    {
        if (!reader.CanGetColumnSchema())
            return new RowSchema([.. Enumerable.Range(0, reader.FieldCount).Select(ordinal =>
                ColumnOf(reader.GetName(ordinal), reader.GetFieldType(ordinal), reader.GetDataTypeName(ordinal)))]);
        return new RowSchema([.. reader.GetColumnSchema().Where(column => column.IsHidden != true).Select(ColumnOf)]);
    }

    /// <summary>The key columns of a result that was asked for its keys.</summary>
    public static ImmutableArray<string> Keys(DbDataReader reader) => reader.CanGetColumnSchema()
        ? [.. reader.GetColumnSchema().Where(column => column.IsKey == true).Select(column => column.ColumnName)]
        : [];

    private static Column ColumnOf(DbColumn column) => ColumnOf(column.ColumnName, column.DataType, column.DataTypeName ?? "") with
    {
        Precision = Known(column.NumericPrecision) ?? Known(column.ColumnSize) ?? 0,
        Scale = Known(column.NumericScale) is { } scale and <= DecimalDigitsMax ? scale : 0,
        IsNullable = column.AllowDBNull ?? true,
        IsGenerated = column.IsAutoIncrement == true || column.IsIdentity == true || column.IsReadOnly == true,
    };

    private static Column ColumnOf(string name, Type? clrType, string typeName)
    {
        var (sqlType, kind, javaType) = TypeOf(clrType, typeName);
        return new Column(name, sqlType, kind, javaType) { DatabaseType = typeName };
    }

    private static (SqlType SqlType, ColumnKind Kind, JavaType JavaType) TypeOf(Type? clrType, string typeName)
    {
        // Oracle's DATE has a time of day, and its provider alone spells it "Date".
        if (clrType == typeof(DateTime) && typeName is "date" or "DATE")
            return (SqlType.Date, ColumnKind.Date, JavaType.Date);
        if (clrType == typeof(byte[]) && typeName.Contains("blob", StringComparison.OrdinalIgnoreCase))
            return (SqlType.Blob, ColumnKind.Bytes, JavaType.BlobRef);
        if (clrType is not null && ByClrType.TryGetValue(clrType.FullName!, out var known))
            return known;
        if (typeName.Contains("clob", StringComparison.OrdinalIgnoreCase))
            return (SqlType.Clob, ColumnKind.Text, JavaType.ClobRef);
        var isFixed = typeName.StartsWith("char", StringComparison.OrdinalIgnoreCase) && !typeName.Contains("var", StringComparison.OrdinalIgnoreCase);
        return (isFixed ? SqlType.Char : SqlType.VarChar, ColumnKind.Text, JavaType.String);
    }

    // Providers give -1, 0 or the greatest integer for a bound that is not there.
    private static int? Known(int? number) => number is > 0 and < int.MaxValue ? number : null;

    private static KeyValuePair<string, (SqlType, ColumnKind, JavaType)> Of<T>(SqlType sqlType, ColumnKind kind, JavaType javaType) =>
        KeyValuePair.Create(typeof(T).FullName!, (sqlType, kind, javaType));
}
