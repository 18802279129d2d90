using System.Collections.Immutable;
using Levada.DataFiles.Values;
using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Sequence;

/// <summary>Reads SequenceFiles of Sqoop's records, ours and Sqoop's.</summary>
internal static class SequenceFile
{
    /// <summary>The columns that our files name; null: the file is Sqoop's own, whose columns only its class knows.</summary>
    /// <exception cref="TransferException">It is no SequenceFile of version 6, or a damaged one.</exception>
    public static RowSchema? ReadSchema(Stream stream, string name) => ColumnsOf(SequenceHeader.Read(stream, name), name);

    /// <summary>Opens the file's rows. Wanted columns are found by name where the file names its own.</summary>
    /// <param name="stream">Stands at the front; the reader disposes it.</param>
    /// <param name="name">For messages.</param>
    /// <param name="wanted">Columns and the kinds in which their values are wanted.</param>
    /// <param name="zone">Where milliseconds become dates and times again.</param>
    /// <param name="written">The columns of a file that names none, in the order of its class; null: those wanted.</param>
    /// <exception cref="TransferException">A column is missing, or the file is damaged.</exception>
    public static IRowReader Open(Stream stream, string name, RowSchema wanted, TimeZoneInfo zone, RowSchema? written = null)
    {
        var header = SequenceHeader.Read(stream, name);
        var layout = ColumnsOf(header, name) ?? written ?? wanted;
        var place = new RecordPlace(name);
        var map = new ZoneMap(zone);
        var appenders = wanted.Columns.Select(column => new ValueAppender(column, map, place)).ToImmutableArray();
        var assigned = new ValueAppender?[layout.Count];
        for (var ordinal = 0; ordinal < wanted.Count; ordinal++)
        {
            var index = FieldMatch.Find(wanted[ordinal].Name, layout.Columns, static column => column.Name, static _ => null);
            if (index < 0 || assigned[index] is not null)
                throw new TransferException($"Cannot find field {wanted[ordinal].Name} in the records of {name}.");
            assigned[index] = appenders[ordinal];
        }
        var fields = layout.Columns.Select((column, index) => new SequenceFieldReader(column.JavaType, assigned[index])).ToImmutableArray();
        return new SequenceReader(stream, new SequenceRecords(stream, header), wanted, fields, appenders, place);
    }

    private static RowSchema? ColumnsOf(SequenceHeader header, string name)
    {
        try
        {
            return header.Columns is { } columns ? SequenceColumns.Read(columns) : null;
        }
        catch (InvalidDataException e)
        {
            throw new RecordPlace(name).Damage(e);
        }
    }
}
