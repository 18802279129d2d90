using Levada.Transfer.Rows;

namespace Levada.DataFiles.Values;

/// <summary>Text and bytes as they lie in their vector.</summary>
internal sealed class ArenaSource(int ordinal) : BytesSource
{
    private ColumnVector? _vector;

    public override void Bind(RowBatch batch) => _vector = batch.Columns[ordinal];

    public override ReadOnlySpan<byte> Get(int row) =>
        _vector!.HasUntyped && _vector.TryGetUntyped(row, out var untyped) ? Encode(untyped) : _vector.GetBytes(row);
}
