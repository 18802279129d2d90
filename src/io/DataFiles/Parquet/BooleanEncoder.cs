using Levada.DataFiles.Blocks;
using Levada.DataFiles.Values;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Parquet;

/// <summary>Booleans: a byte each while they are gathered, a bit each in a page.</summary>
internal sealed class BooleanEncoder(Field field, int ordinal, RowFault fault) : ValueEncoder
{
    private bool _hasFalse;
    private bool _hasTrue;

    public override PhysicalType Type => PhysicalType.Boolean;

    public override void Append(RowBatch batch, ChunkBuilder chunk)
    {
        fault.RejectUntyped(batch, ordinal, field.Form);
        var vector = batch.Columns[ordinal];
        var values = vector.Values<byte>();
        for (var row = 0; row < values.Length; row++)
        {
            if (vector.IsNull(row))
                continue;
            chunk.Values.WriteByte(values[row]);
            _hasTrue |= values[row] != 0;
            _hasFalse |= values[row] == 0;
        }
    }

    public override bool TryGetBounds(out byte[] least, out byte[] greatest)
    {
        least = [(byte)(_hasFalse ? 0 : 1)];
        greatest = [(byte)(_hasTrue ? 1 : 0)];
        return _hasFalse || _hasTrue;
    }

    public override void Reset() => (_hasFalse, _hasTrue) = (false, false);

    public override void WritePlain(BlockBuffer values, BlockBuffer page)
    {
        var flags = values.Written;
        for (var start = 0; start < flags.Length; start += 8)
        {
            var bits = 0;
            for (var index = start; index < Math.Min(start + 8, flags.Length); index++)
                bits |= flags[index] << (index - start);
            page.WriteByte((byte)bits);
        }
    }
}
