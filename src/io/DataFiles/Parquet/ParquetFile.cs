using System.Collections.Immutable;
using Levada.DataFiles.Avro;
using Levada.DataFiles.Values;
using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Parquet;

/// <summary>Reads Parquet files, ours and others'.</summary>
internal static class ParquetFile
{
    /// <summary>The columns that the file's schema names. Groups, lists and maps, which can be no column, are left out.</summary>
    /// <remarks>The stream must be seekable.</remarks>
    /// <exception cref="TransferException">It is no Parquet file, or a damaged one.</exception>
    public static RowSchema ReadSchema(Stream stream, string name)
    {
        var metadata = ReadMetadata(stream, name);
        var noted = NotedFields(metadata);
        return new([.. metadata.Leaves.Where(static leaf => leaf.IsScalar).Select(leaf => ParquetColumns.Of(leaf, noted.GetValueOrDefault(leaf.Name)))]);
    }

    /// <summary>Opens the file's rows with the wanted columns, found by name: exactly, then without regard to case.</summary>
    /// <param name="stream">Seekable; the reader disposes it.</param>
    /// <param name="name">For messages.</param>
    /// <param name="wanted">Columns and the kinds in which their values are wanted.</param>
    /// <param name="zone">Where instants become wall clocks.</param>
    /// <exception cref="TransferException">A column is missing or cannot be one, or the file is damaged.</exception>
    public static IRowReader Open(Stream stream, string name, RowSchema wanted, TimeZoneInfo zone)
    {
        var metadata = ReadMetadata(stream, name);
        var noted = NotedFields(metadata);
        var place = new RecordPlace(name);
        var map = new ZoneMap(zone);
        var columns = ImmutableArray.CreateBuilder<ParquetReader.WantedColumn>(wanted.Count);
        foreach (var column in wanted.Columns)
        {
            var index = FieldMatch.Find(
                column.Name,
                metadata.Leaves,
                static leaf => leaf.IsNested ? "" : leaf.Name,
                leaf => leaf.IsNested ? null : noted.GetValueOrDefault(leaf.Name)?.ColumnName);
            if (index < 0)
                throw new TransferException($"Cannot find field {column.Name} in the schema of {name}.");
            if (!metadata.Leaves[index].IsScalar)
                throw new TransferException($"Field {metadata.Leaves[index].Name} of {name} is a list and fits no column.");
            columns.Add(new(index, new ValueAppender(column, map, place)));
        }
        return new ParquetReader(stream, metadata, wanted, columns.MoveToImmutable(), place);
    }

    private static ParquetMetadata ReadMetadata(Stream stream, string name)
    {
        try
        {
            return ParquetMetadataReader.Read(stream);
        }
        catch (InvalidDataException e)
        {
            throw new RecordPlace(name).Damage(e);
        }
    }

    // What Sqoop noted about columns is a help, not a need: others write schemas there that are of no use here.
    private static Dictionary<string, AvroField> NotedFields(ParquetMetadata metadata)
    {
        var fields = new Dictionary<string, AvroField>(StringComparer.Ordinal);
        if (metadata.AvroSchema is null)
            return fields;
        try
        {
            foreach (var field in AvroSchemaParser.Parse(metadata.AvroSchema))
                fields.TryAdd(field.Name, field);
        }
        catch (InvalidDataException)
        {
        }
        return fields;
    }
}
