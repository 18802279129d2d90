namespace Levada.DataFiles.Avro;

/// <summary>A field of a file's record.</summary>
/// <param name="Name">Its name in the schema.</param>
/// <param name="Type">Its type.</param>
/// <param name="ColumnName">The column that Sqoop made it from; null: the schema does not say.</param>
/// <param name="SqlType">JDBC's number of that column's type; null: the schema does not say.</param>
internal sealed record AvroField(string Name, AvroType Type, string? ColumnName, int? SqlType);
