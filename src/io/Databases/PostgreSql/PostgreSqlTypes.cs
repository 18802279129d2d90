using Levada.Transfer.Rows;

namespace Levada.Databases.PostgreSql;

/// <summary>What PostgreSQL's types are to JDBC, and how their values are fetched.</summary>
/// <remarks>Source: pgjdbc's TypeInfoCache and result set metadata, observed.</remarks>
internal static class PostgreSqlTypes
{
    private const int DisplaySizeDefault = 20;
    private const int FractionDigitsMax = 6;

    // Zones whose wall clock is the server's own count of time.
    private static readonly string[] ZonesOfUniversalTime =
        ["UTC", "Etc/UTC", "GMT", "Etc/GMT", "UCT", "Etc/UCT", "Zulu", "Etc/Zulu", "Universal", "Etc/Universal"];

    public static bool IsUniversalTime(string zone) => Array.Exists(ZonesOfUniversalTime, name => name.Equals(zone, StringComparison.OrdinalIgnoreCase));

    /// <summary>Describes a column of a result.</summary>
    /// <param name="size">Characters or bits that the declaration names; null: none.</param>
    /// <param name="precision">Digits that it names, of a number or of a second's fraction.</param>
    /// <param name="scale">Digits after the point, below zero for a rounded numeric.</param>
    public static Column Describe(string name, uint typeId, string typeName, int? size, int? precision, int? scale)
    {
        var column = typeId switch
        {
            TypeIds.Bool => new Column(name, SqlType.Bit, ColumnKind.Boolean, JavaType.Boolean) { Precision = 1, DisplaySize = 1 },
            TypeIds.Bit when size == 1 => new(name, SqlType.Bit, ColumnKind.Boolean, JavaType.Boolean) { Precision = 1 },
            TypeIds.Int2 => new(name, SqlType.SmallInt, ColumnKind.Int32, JavaType.Integer) { Precision = 5, DisplaySize = 6 },
            TypeIds.Int4 => new(name, SqlType.Integer, ColumnKind.Int32, JavaType.Integer) { Precision = 10, DisplaySize = 11 },
            TypeIds.Int8 => new(name, SqlType.BigInt, ColumnKind.Int64, JavaType.Long) { Precision = 19, DisplaySize = 20 },
            TypeIds.Oid => new(name, SqlType.BigInt, ColumnKind.Int64, JavaType.Long) { Precision = 10 },
            TypeIds.Float4 => new(name, SqlType.Real, ColumnKind.Float32, JavaType.Float) { Precision = 8, DisplaySize = 15 },
            TypeIds.Float8 => new(name, SqlType.Double, ColumnKind.Float64, JavaType.Double) { Precision = 17, DisplaySize = 25 },
            TypeIds.Money => new(name, SqlType.Double, ColumnKind.Float64, JavaType.Double),
            TypeIds.Numeric => new(name, SqlType.Numeric, ColumnKind.Decimal, JavaType.BigDecimal)
                { Precision = precision ?? 0, Scale = Math.Max(0, SignExtend(scale ?? 0)) },
            TypeIds.Date => new(name, SqlType.Date, ColumnKind.Date, JavaType.Date) { DisplaySize = 13 },
            TypeIds.Time or TypeIds.TimeTz => new(name, SqlType.Time, ColumnKind.Time, JavaType.Time) { Scale = precision ?? FractionDigitsMax },
            TypeIds.Timestamp or TypeIds.TimestampTz =>
                new(name, SqlType.Timestamp, ColumnKind.Timestamp, JavaType.Timestamp) { Scale = precision ?? FractionDigitsMax },
            TypeIds.Bytea => new(name, SqlType.Binary, ColumnKind.Bytes, JavaType.Bytes),
            TypeIds.BpChar => new(name, SqlType.Char, ColumnKind.Text, JavaType.String)
                { Precision = size ?? 0, DisplaySize = size ?? DisplaySizeDefault },
            TypeIds.SystemChar => new(name, SqlType.Char, ColumnKind.Text, JavaType.String) { Precision = 1, DisplaySize = 1 },
            TypeIds.VarChar => new(name, SqlType.VarChar, ColumnKind.Text, JavaType.String)
                { Precision = size ?? 0, DisplaySize = size ?? DisplaySizeDefault },
            TypeIds.Text or TypeIds.Name => new(name, SqlType.VarChar, ColumnKind.Text, JavaType.String),
            _ => new(name, SqlType.Other, ColumnKind.Text, JavaType.String),
        };
        return column with { DatabaseType = typeName };
    }

    /// <summary>The expression over <c>{0}</c> that fetches a column as the wanted kind; null: the column itself.</summary>
    /// <param name="natural">The kind that <see cref="Describe"/> gives the type.</param>
    /// <param name="isUniversalTime">Whether the session's zone is that of universal time.</param>
    public static string? Conversion(uint typeId, ColumnKind natural, ColumnKind wanted, bool isUniversalTime)
    {
        var own = typeId switch
        {
            TypeIds.Bit when natural == ColumnKind.Boolean => "({0} = B'1')",
            TypeIds.Money => "{0}::numeric::float8",
            TypeIds.TimestampTz => isUniversalTime ? null : "{0}::timestamp",
            // The time of day on the day that JDBC puts such values on, by the session's clock.
            TypeIds.TimeTz => "(DATE '1970-01-01' + {0})::time",
            _ when natural == ColumnKind.Text && !IsTextOnTheWire(typeId) => "{0}::text",
            _ => null,
        };
        return natural == wanted ? own : $"({own ?? "{0}"})::{NameOf(wanted)}";
    }

    // A blank-padded text loses its blanks by a cast to text.
    private static bool IsTextOnTheWire(uint typeId) => typeId is TypeIds.Text or TypeIds.VarChar or TypeIds.BpChar or TypeIds.Name;

    private static string NameOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Boolean => "bool",
        ColumnKind.Int32 => "int4",
        ColumnKind.Int64 => "int8",
        ColumnKind.Float32 => "float4",
        ColumnKind.Float64 => "float8",
        ColumnKind.Decimal => "numeric",
        ColumnKind.Date => "date",
        ColumnKind.Time => "time",
        ColumnKind.Timestamp => "timestamp",
        ColumnKind.Text => "text",
        _ => "bytea",
    };

    // Eleven bits of the declaration hold the scale.
    private static int SignExtend(int scale) => (scale & 0x400) != 0 ? scale - 0x800 : scale;
}
