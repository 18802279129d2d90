using System.Text;
using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Values;

/// <summary>Gives the bytes that a file stores for each value of a text, binary or decimal column.</summary>
internal abstract class BytesSource
{
    private byte[] _untyped = [];

    public static bool Serves(FieldForm form) => form is FieldForm.Text or FieldForm.Bytes or FieldForm.DecimalText or FieldForm.Decimal;

    /// <exception cref="TransferException">The column's values are of a kind that the field cannot hold.</exception>
    public static BytesSource For(Field field, int ordinal, ValueOptions options, RowFault fault) => (field.Form, field.Column.Kind) switch
    {
        (FieldForm.Text, ColumnKind.Text) or (FieldForm.DecimalText, ColumnKind.Text) => new ArenaSource(ordinal),
        (FieldForm.Bytes, ColumnKind.Bytes or ColumnKind.Text) => new ArenaSource(ordinal),
        (FieldForm.DecimalText, ColumnKind.Decimal) => new DecimalTextSource(ordinal, options.AreDecimalsPlain, RescaledTo(field, options)),
        (FieldForm.Decimal, ColumnKind.Decimal or ColumnKind.Text) => new DecimalSource(field, ordinal, options.AreDecimalsPadded, fault),
        _ => throw NumberSource.Unconvertible(field),
    };

    /// <summary>The rows that <see cref="Get"/> is asked for from now on.</summary>
    public abstract void Bind(RowBatch batch);

    /// <summary>The stored bytes of a row that is not NULL. Valid until the next call.</summary>
    /// <exception cref="TransferException">The value does not fit; the message names column and row.</exception>
    public abstract ReadOnlySpan<byte> Get(int row);

    /// <summary>The text of a value that the column's kind could not hold.</summary>
    protected ReadOnlySpan<byte> Encode(string untyped)
    {
        var length = Encoding.UTF8.GetByteCount(untyped);
        if (_untyped.Length < length)
            _untyped = new byte[length];
        return _untyped.AsSpan(0, Encoding.UTF8.GetBytes(untyped, _untyped));
    }

    private static int? RescaledTo(Field field, ValueOptions options) =>
        options.AreDecimalsPadded && field.Column.Precision > 0 ? field.Column.Scale : null;
}
