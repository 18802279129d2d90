using Levada.Transfer.Rows;
using Levada.Transfer.Types;

namespace Levada.Transfer.Codegen;

/// <summary>Columns out of the fields of a Java class that Sqoop generated.</summary>
internal static class JavaColumns
{
    /// <summary>The column of a field; null when the field's type is none of a column's.</summary>
    /// <param name="type">The type's name, with or without its package.</param>
    public static Column? Of(string name, string type) => TypeNamed(RecordNames.Simple(type)) is { } javaType
        ? new Column(name, SqlTypeOf(javaType), JavaTypeMapping.KindOf(javaType), javaType)
        : null;

    private static JavaType? TypeNamed(string type) => type switch
    {
        "String" => JavaType.String,
        "Integer" => JavaType.Integer,
        "Long" => JavaType.Long,
        "Float" => JavaType.Float,
        "Double" => JavaType.Double,
        "Boolean" => JavaType.Boolean,
        "BigDecimal" => JavaType.BigDecimal,
        "Date" => JavaType.Date,
        "Time" => JavaType.Time,
        "Timestamp" => JavaType.Timestamp,
        "BytesWritable" or "byte[]" => JavaType.Bytes,
        "BlobRef" => JavaType.BlobRef,
        "ClobRef" => JavaType.ClobRef,
        _ => null,
    };

    private static SqlType SqlTypeOf(JavaType type) => type switch
    {
        JavaType.Integer => SqlType.Integer,
        JavaType.Long => SqlType.BigInt,
        JavaType.Float => SqlType.Real,
        JavaType.Double => SqlType.Double,
        JavaType.Boolean => SqlType.Boolean,
        JavaType.BigDecimal => SqlType.Decimal,
        JavaType.Date => SqlType.Date,
        JavaType.Time => SqlType.Time,
        JavaType.Timestamp => SqlType.Timestamp,
        JavaType.Bytes => SqlType.VarBinary,
        JavaType.BlobRef => SqlType.Blob,
        JavaType.ClobRef => SqlType.Clob,
        _ => SqlType.VarChar,
    };
}
