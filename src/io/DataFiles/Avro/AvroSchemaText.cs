using System.Collections.Immutable;
using System.Globalization;
using Levada.DataFiles.Values;
using Levada.Transfer;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Avro;

/// <summary>The Avro schema of an import, as text.</summary>
/// <remarks>
/// Each field is a union of null and its type, null first and by default, with the column's own name and its JDBC type number beside it.
/// Source: AvroSchemaGenerator of Sqoop; the order of members is that of Avro's Java library.
/// </remarks>
public static class AvroSchemaText
{
    /// <summary>The name of the file that an import to Avro leaves in <c>--outdir</c>: the record's name without its namespace.</summary>
    public static string FileName(TargetRequest request) => AvroName.Of(request).Name + ".avsc";

    /// <summary>The text of that file, indented.</summary>
    /// <exception cref="TransferException">A column has no Avro type.</exception>
    public static string Indented(TargetRequest request)
    {
        // A schema depends on no time zone.
        var options = ValueOptions.From(request.Options, TimeZoneInfo.Utc);
        return Write(AvroName.Of(request), Field.Plan(request.Schema, options), isIndented: true);
    }

    /// <summary>The schema as it stands in the header of a file.</summary>
    internal static string Compact(AvroName name, ImmutableArray<Field> fields) => Write(name, fields, isIndented: false);

    private static string Write(AvroName name, ImmutableArray<Field> fields, bool isIndented)
    {
        var json = new JsonText(isIndented);
        json.BeginObject();
        json.Member("type", "record");
        json.Member("name", name.Name);
        if (name.Namespace.Length > 0)
            json.Member("namespace", name.Namespace);
        json.Member("doc", "Sqoop import of " + name.Source);
        json.Name("fields");
        json.BeginArray();
        foreach (var field in fields)
            WriteField(json, field);
        json.EndArray();
        json.Member("tableName", name.Source);
        json.EndObject();
        return json.ToString();
    }

    private static void WriteField(JsonText json, Field field)
    {
        json.Element();
        json.BeginObject();
        json.Member("name", field.Name);
        json.Name("type");
        json.BeginArray();
        json.Element();
        json.Value("null");
        json.Element();
        WriteType(json, field);
        json.EndArray();
        json.Name("default");
        json.Null();
        json.Member("columnName", field.Column.Name);
        json.Member("sqlType", ((int)field.Column.SqlType).ToString(CultureInfo.InvariantCulture));
        json.EndObject();
    }

    private static void WriteType(JsonText json, Field field)
    {
        var (type, logicalType) = TypeOf(field.Form);
        if (logicalType is null)
        {
            json.Value(type);
            return;
        }
        json.BeginObject();
        json.Member("type", type);
        json.Member("logicalType", logicalType);
        if (field.Form == FieldForm.Decimal)
        {
            json.Member("precision", field.Precision);
            json.Member("scale", field.Scale);
        }
        json.EndObject();
    }

    private static (string Type, string? LogicalType) TypeOf(FieldForm form) => form switch
    {
        FieldForm.Boolean => ("boolean", null),
        FieldForm.Int => ("int", null),
        FieldForm.Long or FieldForm.EpochMillis => ("long", null),
        FieldForm.Float => ("float", null),
        FieldForm.Double => ("double", null),
        FieldForm.Bytes => ("bytes", null),
        FieldForm.Decimal => ("bytes", "decimal"),
        FieldForm.Date => ("int", "date"),
        FieldForm.TimeMicros => ("long", "time-micros"),
        FieldForm.WallMicros => ("long", "local-timestamp-micros"),
        FieldForm.InstantMicros => ("long", "timestamp-micros"),
        _ => ("string", null),
    };
}
