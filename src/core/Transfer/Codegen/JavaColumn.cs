using Levada.Transfer.Rows;

namespace Levada.Transfer.Codegen;

/// <summary>A column as a member of the generated class.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Ordinal">Its place in the record, from 0.</param>
internal sealed record JavaColumn(string Name, Column Column, int Ordinal)
{
    /// <summary>The type, with its package: a table may be called String.</summary>
    public string Type => Column.JavaType switch
    {
        JavaType.BigDecimal => "java.math.BigDecimal",
        JavaType.Date or JavaType.Time or JavaType.Timestamp => "java.sql." + Column.JavaType,
        JavaType.Bytes or JavaType.BlobRef => "byte[]",
        JavaType.ClobRef => "java.lang.String",
        _ => "java.lang." + Column.JavaType,
    };

    /// <summary>The method that reads a field as this type.</summary>
    public string Reader => Column.JavaType switch
    {
        JavaType.BlobRef => "readBytes",
        JavaType.ClobRef => "readClob",
        _ => "read" + Column.JavaType,
    };

    /// <summary>The method that writes a value of this type.</summary>
    public string Writer => Column.JavaType == JavaType.ClobRef ? "writeClob" : "write";

    /// <summary>The column's own name as a Java text.</summary>
    public string Literal => JavaText.Literal(Column.Name);
}
