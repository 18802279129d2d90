using Levada.Transfer.Rows;
using Levada.Transfer.Text;

namespace Levada.DataFiles.Values;

/// <summary>Decimals as text.</summary>
/// <param name="scale">The scale to which values are padded; null: each keeps its own.</param>
internal sealed class DecimalTextSource(int ordinal, bool isPlain, int? scale) : BytesSource
{
    private readonly byte[] _text = new byte[DecimalText.BytesMax];
    private ColumnVector? _vector;

    public override void Bind(RowBatch batch) => _vector = batch.Columns[ordinal];

    public override ReadOnlySpan<byte> Get(int row)
    {
        if (_vector!.HasUntyped && _vector.TryGetUntyped(row, out var untyped))
            return Encode(untyped);
        var (unscaled, ownScale) = (_vector.Values<Int128>()[row], (int)_vector.Scales[row]);
        // Beyond 38 digits padding is left undone: the value is the same.
        if (scale > ownScale && DecimalBytes.TryRescale(unscaled, ownScale, scale.Value, out var padded))
            (unscaled, ownScale) = (padded, scale.Value);
        var length = isPlain ? DecimalText.WritePlain(unscaled, ownScale, _text) : DecimalText.WriteJava(unscaled, ownScale, _text);
        return _text.AsSpan(0, length);
    }
}
