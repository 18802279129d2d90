using System.Collections.Immutable;
using System.Globalization;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Types;

/// <summary>From SQL types to Java types, and from Java types to how values are held.</summary>
public static class JavaTypeMapping
{
    /// <summary>What Sqoop makes of a SQL type; types that it cannot map are texts here.</summary>
    public static JavaType Of(SqlType type) => type switch
    {
        SqlType.TinyInt or SqlType.SmallInt or SqlType.Integer => JavaType.Integer,
        SqlType.BigInt => JavaType.Long,
        SqlType.Numeric or SqlType.Decimal => JavaType.BigDecimal,
        SqlType.Real => JavaType.Float,
        SqlType.Float or SqlType.Double => JavaType.Double,
        SqlType.Bit or SqlType.Boolean => JavaType.Boolean,
        SqlType.Date => JavaType.Date,
        SqlType.Time => JavaType.Time,
        SqlType.Timestamp => JavaType.Timestamp,
        SqlType.Binary or SqlType.VarBinary => JavaType.Bytes,
        SqlType.LongVarBinary or SqlType.Blob => JavaType.BlobRef,
        SqlType.Clob or SqlType.NClob => JavaType.ClobRef,
        _ => JavaType.String,
    };

    /// <summary>How values of a Java type are held in a batch.</summary>
    public static ColumnKind KindOf(JavaType type) => type switch
    {
        JavaType.Integer => ColumnKind.Int32,
        JavaType.Long => ColumnKind.Int64,
        JavaType.Float => ColumnKind.Float32,
        JavaType.Double => ColumnKind.Float64,
        JavaType.Boolean => ColumnKind.Boolean,
        JavaType.BigDecimal => ColumnKind.Decimal,
        JavaType.Date => ColumnKind.Date,
        JavaType.Time => ColumnKind.Time,
        JavaType.Timestamp => ColumnKind.Timestamp,
        JavaType.Bytes or JavaType.BlobRef => ColumnKind.Bytes,
        _ => ColumnKind.Text,
    };

    /// <summary>The columns with the types that <c>--map-column-java</c> asks for; their values are still to be converted.</summary>
    /// <param name="mappings">Column to Java type. A type may carry precision and scale, as <c>BigDecimal(10,2)</c>.</param>
    /// <param name="isNameCleaned">Whether a column may also be named as Java names it (<c>--escape-mapping-column-names</c>).</param>
    /// <exception cref="TransferException">A column or a Java type is unknown.</exception>
    public static RowSchema Apply(RowSchema schema, ImmutableArray<KeyValuePair<string, string>> mappings, bool isNameCleaned)
    {
        var columns = schema.Columns.ToBuilder();
        foreach (var (name, type) in mappings)
        {
            var ordinal = IndexOf(schema, name, isNameCleaned);
            if (ordinal < 0)
                throw new TransferException(
                    $"No column by the name {name} found while importing data; expecting one of [{string.Join(", ", schema.Columns.Select(column => column.Name))}]");
            columns[ordinal] = Retyped(columns[ordinal], type);
        }
        return new RowSchema(columns.ToImmutable());
    }

    private static int IndexOf(RowSchema schema, string name, bool isNameCleaned)
    {
        var ordinal = schema.IndexOf(name);
        if (ordinal >= 0 || !isNameCleaned)
            return ordinal;
        var cleaned = ColumnNames.ToJava(name);
        return new RowSchema([.. schema.Columns.Select(column => column with { Name = ColumnNames.ToJava(column.Name) })]).IndexOf(cleaned);
    }

    private static Column Retyped(Column column, string text)
    {
        var parenthesis = text.IndexOf('(', StringComparison.Ordinal);
        var name = (parenthesis < 0 ? text : text[..parenthesis]).Trim();
        var type = TypeNamed(name) ?? throw new TransferException(
            $"Cannot map column {column.Name}: there is no Java type {name} to map to; expecting one of [{string.Join(", ", Enum.GetNames<JavaType>())}]");
        var retyped = type == column.JavaType ? column : column with { JavaType = type, Kind = KindOf(type) };
        return parenthesis < 0 ? retyped : WithDigits(retyped, text[(parenthesis + 1)..]);
    }

    private static Column WithDigits(Column column, string text)
    {
        var numbers = text.TrimEnd().TrimEnd(')').Split(',');
        if (numbers.Length > 2 || !int.TryParse(numbers[0], NumberStyles.Integer, CultureInfo.InvariantCulture, out var precision))
            throw new TransferException($"Cannot map column {column.Name}: ({text} is no precision and scale.");
        var scale = 0;
        if (numbers.Length == 2 && !int.TryParse(numbers[1], NumberStyles.Integer, CultureInfo.InvariantCulture, out scale))
            throw new TransferException($"Cannot map column {column.Name}: ({text} is no precision and scale.");
        return column with { Precision = precision, Scale = scale };
    }

    // Sqoop's users write the short names and those with their packages.
    private static JavaType? TypeNamed(string name) => name switch
    {
        "String" or "java.lang.String" => JavaType.String,
        "Integer" or "java.lang.Integer" => JavaType.Integer,
        "Long" or "java.lang.Long" => JavaType.Long,
        "Float" or "java.lang.Float" => JavaType.Float,
        "Double" or "java.lang.Double" => JavaType.Double,
        "Boolean" or "java.lang.Boolean" => JavaType.Boolean,
        "BigDecimal" or "java.math.BigDecimal" => JavaType.BigDecimal,
        "Date" or "java.sql.Date" => JavaType.Date,
        "Time" or "java.sql.Time" => JavaType.Time,
        "Timestamp" or "java.sql.Timestamp" => JavaType.Timestamp,
        "Bytes" or "BytesWritable" or "org.apache.hadoop.io.BytesWritable" => JavaType.Bytes,
        "BlobRef" or "org.apache.sqoop.lib.BlobRef" or "com.cloudera.sqoop.lib.BlobRef" => JavaType.BlobRef,
        "ClobRef" or "org.apache.sqoop.lib.ClobRef" or "com.cloudera.sqoop.lib.ClobRef" => JavaType.ClobRef,
        _ => null,
    };
}
