using Levada.DataFiles.Blocks;
using Levada.DataFiles.Values;
using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Parquet;

/// <summary>Turns a column's values into those of a column chunk and keeps the least and the greatest.</summary>
internal abstract class ValueEncoder
{
    public abstract PhysicalType Type { get; }

    /// <summary>Bytes of a <see cref="PhysicalType.FixedBytes"/>.</summary>
    public virtual int Size => 0;

    /// <exception cref="TransferException">The column's values are of a kind that the field cannot hold.</exception>
    public static ValueEncoder For(Field field, int ordinal, ValueOptions options, ZoneMap zone, RowFault fault) => field.Form switch
    {
        FieldForm.Boolean when field.Column.Kind == ColumnKind.Boolean => new BooleanEncoder(field, ordinal, fault),
        FieldForm.Float when field.Column.Kind == ColumnKind.Float32 => new FloatEncoder(field, ordinal, fault),
        FieldForm.Double when field.Column.Kind is ColumnKind.Float64 or ColumnKind.Float32 => new FloatEncoder(field, ordinal, fault),
        _ when NumberSource.Serves(field.Form) => new NumberEncoder(field, ordinal, new NumberSource(field, ordinal, zone, fault)),
        _ when BytesSource.Serves(field.Form) => new BytesEncoder(field, ordinal, BytesSource.For(field, ordinal, options, fault)),
        _ => throw NumberSource.Unconvertible(field),
    };

    /// <summary>Appends the batch's values that are not NULL.</summary>
    /// <exception cref="TransferException">A value does not fit; the message names column and row.</exception>
    public abstract void Append(RowBatch batch, ChunkBuilder chunk);

    /// <summary>Least and greatest value since the last <see cref="Reset"/> in plain bytes; false when none are to be told.</summary>
    public abstract bool TryGetBounds(out byte[] least, out byte[] greatest);

    public abstract void Reset();

    /// <summary>Writes a page's values, gathered by <see cref="ChunkBuilder.Values"/>, as they lie in a page.</summary>
    public virtual void WritePlain(BlockBuffer values, BlockBuffer page) => page.Write(values.Written);
}
