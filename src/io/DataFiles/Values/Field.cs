using System.Collections.Immutable;
using Levada.Transfer;
using Levada.Transfer.Rows;
using Levada.Transfer.Types;

namespace Levada.DataFiles.Values;

/// <summary>A column as a field of an Avro or Parquet file.</summary>
/// <param name="Name">The cleaned name.</param>
/// <param name="Column">The column that fills it.</param>
/// <param name="Form">What the file holds.</param>
/// <param name="Precision">Digits of a <see cref="FieldForm.Decimal"/>.</param>
/// <param name="Scale">Digits after its point.</param>
internal sealed record Field(string Name, Column Column, FieldForm Form, int Precision = 0, int Scale = 0)
{
    /// <summary>Plans the fields of a file.</summary>
    /// <exception cref="TransferException">Two columns get one name, or a decimal's precision is unknown.</exception>
    public static ImmutableArray<Field> Plan(RowSchema schema, ValueOptions options)
    {
        var taken = new Dictionary<string, string>(StringComparer.Ordinal);
        var fields = ImmutableArray.CreateBuilder<Field>(schema.Count);
        foreach (var column in schema.Columns)
        {
            var name = ColumnNames.ToAvro(column.Name);
            if (!taken.TryAdd(name, column.Name))
                throw new TransferException($"The columns {taken[name]} and {column.Name} would both be the field {name}.");
            fields.Add(Of(name, column, options));
        }
        return fields.MoveToImmutable();
    }

    private static Field Of(string name, Column column, ValueOptions options) => column.JavaType switch
    {
        JavaType.Boolean => new(name, column, FieldForm.Boolean),
        JavaType.Integer => new(name, column, FieldForm.Int),
        JavaType.Long => new(name, column, FieldForm.Long),
        JavaType.Float => new(name, column, FieldForm.Float),
        JavaType.Double => new(name, column, FieldForm.Double),
        JavaType.BigDecimal => options.AreDecimalsLogical ? LogicalDecimal(name, column, options) : new(name, column, FieldForm.DecimalText),
        JavaType.Date => new(name, column, options.AreTemporalsLogical ? FieldForm.Date : FieldForm.EpochMillis),
        JavaType.Time => new(name, column, options.AreTemporalsLogical ? FieldForm.TimeMicros : FieldForm.EpochMillis),
        JavaType.Timestamp => new(name, column, TimestampForm(column, options)),
        JavaType.Bytes or JavaType.BlobRef => new(name, column, FieldForm.Bytes),
        _ => new(name, column, FieldForm.Text),
    };

    private static FieldForm TimestampForm(Column column, ValueOptions options)
    {
        if (!options.AreTemporalsLogical)
            return FieldForm.EpochMillis;
        var isInstant = column.SqlType == SqlType.TimestampWithTimezone
            || column.DatabaseType.StartsWith("timestamptz", StringComparison.OrdinalIgnoreCase)
            || column.DatabaseType.EndsWith(" with time zone", StringComparison.OrdinalIgnoreCase);
        return isInstant ? FieldForm.InstantMicros : FieldForm.WallMicros;
    }

    private static Field LogicalDecimal(string name, Column column, ValueOptions options)
    {
        if (column.Precision > 0)
            return new(name, column, FieldForm.Decimal, column.Precision, column.Scale);
        var precision = options.PrecisionDefault ?? throw new TransferException(
            $"Column {column.Name} names no precision. Say one for all such columns with -D {ValueOptions.DefaultPrecisionProperty}=N"
            + $" and -D {ValueOptions.DefaultScaleProperty}=N.");
        var scale = options.ScaleDefault ?? column.Scale;
        if (precision is 0 || scale > precision)
            throw new TransferException($"A decimal of precision {precision} cannot have the scale {scale} (column {column.Name}).");
        return new(name, column, FieldForm.Decimal, precision, scale);
    }
}
