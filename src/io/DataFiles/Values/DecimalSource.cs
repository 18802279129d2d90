using System.Globalization;
using System.Numerics;
using System.Text;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Values;

/// <summary>Decimals as two's complement at the field's scale.</summary>
/// <param name="isPadded">Whether a value of another scale is brought to the field's; otherwise it is an error.</param>
internal sealed class DecimalSource(Field field, int ordinal, bool isPadded, RowFault fault) : BytesSource
{
    private readonly byte[] _bytes = new byte[DecimalBytes.ByteCountMax];
    private RowBatch? _batch;
    private ColumnVector? _vector;

    public override void Bind(RowBatch batch) => (_batch, _vector) = (batch, batch.Columns[ordinal]);

    public override ReadOnlySpan<byte> Get(int row)
    {
        if (_vector!.TryGetUntyped(row, out var untyped))
            return ParseLarge(row, untyped);
        if (_vector.Kind == ColumnKind.Text)
            return ParseLarge(row, Encoding.UTF8.GetString(_vector.GetBytes(row)));
        var (unscaled, scale) = (_vector.Values<Int128>()[row], (int)_vector.Scales[row]);
        if (scale != field.Scale)
            unscaled = Rescale(row, unscaled, scale);
        if (!DecimalBytes.Fits(unscaled, field.Precision))
            throw fault.Of(_batch!, ordinal, row, $"has more than {field.Precision} digits");
        return DecimalBytes.Write(unscaled, _bytes);
    }

    private Int128 Rescale(int row, Int128 unscaled, int scale)
    {
        if (!isPadded)
            throw fault.Of(_batch!, ordinal, row, $"has {scale} digits after the point, not {field.Scale}; -D sqoop.avro.decimal_padding.enable=true fills up zeros");
        return DecimalBytes.TryRescale(unscaled, scale, field.Scale, out var rescaled)
            ? rescaled
            : throw fault.Of(_batch!, ordinal, row, $"does not fit decimal({field.Precision},{field.Scale})");
    }

    // More than 38 digits, or no number at all.
    private ReadOnlySpan<byte> ParseLarge(int row, string text)
    {
        const NumberStyles sign = NumberStyles.AllowLeadingSign;
        var point = text.IndexOf('.', StringComparison.Ordinal);
        var digits = point < 0 ? text : text.Remove(point, 1);
        var scale = point < 0 ? 0 : text.Length - point - 1;
        if (!BigInteger.TryParse(digits, sign, CultureInfo.InvariantCulture, out var unscaled))
            throw fault.Of(_batch!, ordinal, row, $"is no decimal({field.Precision},{field.Scale})");
        if (scale > field.Scale || (scale < field.Scale && !isPadded))
            throw fault.Of(_batch!, ordinal, row, $"has {scale} digits after the point, not {field.Scale}");
        unscaled *= BigInteger.Pow(10, field.Scale - scale);
        if (BigInteger.Abs(unscaled) >= BigInteger.Pow(10, field.Precision))
            throw fault.Of(_batch!, ordinal, row, $"has more than {field.Precision} digits");
        return unscaled.ToByteArray(isUnsigned: false, isBigEndian: true);
    }
}
