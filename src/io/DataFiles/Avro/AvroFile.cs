using System.Collections.Immutable;
using Levada.DataFiles.Values;
using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Avro;

/// <summary>Reads Avro container files, ours and others'.</summary>
internal static class AvroFile
{
    /// <summary>The columns that the file's schema names. Fields that can be no column (records, arrays, maps, wider unions) are left out.</summary>
    /// <remarks>A column that Sqoop noted beside a field gives name and SQL type; so a long that was a timestamp is one again.</remarks>
    /// <exception cref="TransferException">It is no Avro file, or a damaged one.</exception>
    public static RowSchema ReadSchema(Stream stream, string name)
    {
        var fields = ParseFields(AvroHeader.Read(stream, name), name);
        return new([.. fields.Where(static field => field.Type.ValueType is { IsScalar: true }).Select(AvroColumns.Of)]);
    }

    /// <summary>Opens the file's rows with the wanted columns, found by name: exactly, then without regard to case.</summary>
    /// <param name="stream">Stands at the front; the reader disposes it.</param>
    /// <param name="name">For messages.</param>
    /// <param name="wanted">Columns and the kinds in which their values are wanted.</param>
    /// <param name="zone">Where milliseconds become dates and times again.</param>
    /// <exception cref="TransferException">A column is missing or cannot be one, or the file is damaged.</exception>
    public static IRowReader Open(Stream stream, string name, RowSchema wanted, TimeZoneInfo zone)
    {
        var header = AvroHeader.Read(stream, name);
        var fields = ParseFields(header, name);
        var place = new RecordPlace(name);
        var map = new ZoneMap(zone);
        var appenders = wanted.Columns.Select(column => new ValueAppender(column, map, place)).ToImmutableArray();
        var readers = AssignReaders(fields, wanted, appenders, name);
        return new AvroReader(stream, header, wanted, readers, appenders, place);
    }

    private static ImmutableArray<AvroField> ParseFields(AvroHeader header, string name)
    {
        try
        {
            return AvroSchemaParser.Parse(header.SchemaText);
        }
        catch (InvalidDataException e)
        {
            throw new RecordPlace(name).Damage(e);
        }
    }

    private static ImmutableArray<AvroFieldReader> AssignReaders(
        ImmutableArray<AvroField> fields, RowSchema wanted, ImmutableArray<ValueAppender> appenders, string name)
    {
        var assigned = new ValueAppender?[fields.Length];
        for (var ordinal = 0; ordinal < wanted.Count; ordinal++)
        {
            var index = FieldMatch.Find(wanted[ordinal].Name, fields, static field => field.Name, static field => field.ColumnName);
            if (index < 0)
                throw new TransferException($"Cannot find field {wanted[ordinal].Name} in Avro schema of {name}.");
            if (fields[index].Type.ValueType is not { IsScalar: true })
                throw new TransferException($"Field {fields[index].Name} of {name} is a record, array, map or wide union and fits no column.");
            if (assigned[index] is not null)
                throw new TransferException($"Field {fields[index].Name} of {name} would fill two columns, {wanted[ordinal].Name} and another.");
            assigned[index] = appenders[ordinal];
        }
        return [.. fields.Select((field, index) => new AvroFieldReader(field.Type, assigned[index]))];
    }
}
