using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Values;

/// <summary>Words for a value that a file cannot hold: names the column, the row by its key and the way out.</summary>
internal sealed class RowFault(RowSchema schema, ValueOptions options)
{
    private readonly int _key = options.KeyColumn is { } name ? Math.Max(0, schema.IndexOf(name)) : 0;

    /// <summary>The error for one cell.</summary>
    /// <param name="why">Goes on after the value: <c>is no date</c>.</param>
    public TransferException Of(RowBatch batch, int ordinal, int row, string why)
    {
        var column = schema[ordinal].Name;
        var value = CellText.Of(schema[ordinal], batch.Columns[ordinal], row);
        var key = CellText.Of(schema[_key], batch.Columns[_key], row);
        return new TransferException(
            $"Column {column}, row with {schema[_key].Name} = {key}: {value} {why}. As text it can be had with --map-column-java {column}=String.");
    }

    /// <summary>Checks that all values of a column are of its kind.</summary>
    /// <exception cref="TransferException">One is not, such as an infinite date.</exception>
    public void RejectUntyped(RowBatch batch, int ordinal, FieldForm form)
    {
        var vector = batch.Columns[ordinal];
        if (!vector.HasUntyped)
            return;
        var row = 0;
        while (!vector.TryGetUntyped(row, out _))
            row++;
        throw Of(batch, ordinal, row, $"cannot be stored as {form}");
    }
}
