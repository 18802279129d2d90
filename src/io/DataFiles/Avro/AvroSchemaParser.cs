using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Levada.DataFiles.Avro;

/// <summary>Reads the schema of a file whose top level is a record.</summary>
/// <remarks>Source: Avro specification 1.12, "Schema Declaration". A damaged schema is an <see cref="InvalidDataException"/>.</remarks>
internal sealed class AvroSchemaParser
{
    private const int FixedSizeMax = 1 << 24;

    private readonly Dictionary<string, AvroType> _named = new(StringComparer.Ordinal);

    /// <exception cref="InvalidDataException">The text is no schema, or not one of a record.</exception>
    public static ImmutableArray<AvroField> Parse(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || TextOf(root, "type") != "record")
                throw new InvalidDataException("The schema is not that of a record.");
            return new AvroSchemaParser().ParseFields(root);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or KeyNotFoundException)
        {
            throw new InvalidDataException($"The Avro schema cannot be read: {e.Message}", e);
        }
    }

    private ImmutableArray<AvroField> ParseFields(JsonElement root)
    {
        var record = new AvroType(AvroKind.Record);
        var enclosing = Declare(root, "", record);
        var fields = ImmutableArray.CreateBuilder<AvroField>();
        foreach (var field in root.GetProperty("fields").EnumerateArray())
        {
            var type = ParseType(field.GetProperty("type"), enclosing);
            record.Children.Add(type);
            fields.Add(new AvroField(field.GetProperty("name").GetString()!, type, TextOf(field, "columnName"), SqlTypeOf(field)));
        }
        return fields.ToImmutable();
    }

    private AvroType ParseType(JsonElement element, string enclosing) => element.ValueKind switch
    {
        JsonValueKind.String => Simple(element.GetString()!, enclosing, default),
        JsonValueKind.Array => Union(element, enclosing),
        JsonValueKind.Object => Complex(element, enclosing),
        _ => throw new InvalidDataException("The Avro schema has a type that is none."),
    };

    private AvroType Union(JsonElement branches, string enclosing)
    {
        var union = new AvroType(AvroKind.Union);
        foreach (var branch in branches.EnumerateArray())
            union.Children.Add(ParseType(branch, enclosing));
        return union;
    }

    private AvroType Complex(JsonElement element, string enclosing)
    {
        var type = element.GetProperty("type");
        if (type.ValueKind != JsonValueKind.String)
            return ParseType(type, enclosing);
        switch (type.GetString())
        {
            case "record" or "error":
                var record = new AvroType(AvroKind.Record);
                var inner = Declare(element, enclosing, record);
                foreach (var field in element.GetProperty("fields").EnumerateArray())
                    record.Children.Add(ParseType(field.GetProperty("type"), inner));
                return record;
            case "array":
                return Container(AvroKind.Array, element.GetProperty("items"), enclosing);
            case "map":
                return Container(AvroKind.Map, element.GetProperty("values"), enclosing);
            case "fixed":
                return Fixed(element, enclosing);
            case "enum":
                var symbols = element.GetProperty("symbols").EnumerateArray().Select(static symbol => Encoding.UTF8.GetBytes(symbol.GetString()!));
                var enumeration = new AvroType(AvroKind.Enum) { Symbols = [.. symbols] };
                Declare(element, enclosing, enumeration);
                return enumeration;
            default:
                return Simple(type.GetString()!, enclosing, element);
        }
    }

    private AvroType Container(AvroKind kind, JsonElement content, string enclosing)
    {
        var container = new AvroType(kind);
        container.Children.Add(ParseType(content, enclosing));
        return container;
    }

    private AvroType Fixed(JsonElement element, string enclosing)
    {
        var size = element.GetProperty("size").GetInt32();
        if (size is < 0 or > FixedSizeMax)
            throw new InvalidDataException($"The Avro schema has a fixed of {size} bytes.");
        var type = new AvroType(AvroKind.Fixed)
        {
            Size = size,
            LogicalType = TextOf(element, "logicalType"),
            Precision = NumberOf(element, "precision"),
            Scale = ScaleOf(element),
        };
        Declare(element, enclosing, type);
        return type;
    }

    private AvroType Simple(string name, string enclosing, JsonElement element)
    {
        AvroKind? kind = name switch
        {
            "null" => AvroKind.Null,
            "boolean" => AvroKind.Boolean,
            "int" => AvroKind.Int,
            "long" => AvroKind.Long,
            "float" => AvroKind.Float,
            "double" => AvroKind.Double,
            "bytes" => AvroKind.Bytes,
            "string" => AvroKind.Text,
            _ => null,
        };
        if (kind is null)
            return Named(name, enclosing);
        return element.ValueKind != JsonValueKind.Object
            ? new AvroType(kind.Value)
            : new AvroType(kind.Value)
            {
                LogicalType = TextOf(element, "logicalType"),
                Precision = NumberOf(element, "precision"),
                Scale = ScaleOf(element),
            };
    }

    private AvroType Named(string name, string enclosing) =>
        _named.TryGetValue(name.Contains('.', StringComparison.Ordinal) || enclosing.Length == 0 ? name : $"{enclosing}.{name}", out var type)
        || _named.TryGetValue(name, out type)
            ? type
            : throw new InvalidDataException($"The Avro schema names the type {name} without declaring it.");

    // Makes a type known by its full name and answers the namespace for the names inside it.
    private string Declare(JsonElement element, string enclosing, AvroType type)
    {
        var name = element.GetProperty("name").GetString()!;
        var point = name.LastIndexOf('.');
        var space = point >= 0 ? name[..point] : TextOf(element, "namespace") ?? enclosing;
        var own = point >= 0 ? name[(point + 1)..] : name;
        _named[space.Length == 0 ? own : $"{space}.{own}"] = type;
        return space;
    }

    private static string? TextOf(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static int NumberOf(JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) ? number : 0;

    private static int ScaleOf(JsonElement element) =>
        NumberOf(element, "scale") is >= 0 and <= byte.MaxValue and var scale
            ? scale
            : throw new InvalidDataException("The Avro schema has a decimal whose scale is out of range.");

    private static int? SqlTypeOf(JsonElement field) =>
        int.TryParse(TextOf(field, "sqlType"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
