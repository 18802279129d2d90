using System.Buffers.Text;
using System.Text;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Text;

/// <summary>Turns fields of delimited text into values of one column.</summary>
/// <remarks>
/// The input null string of the column's Java type is NULL, and so is an empty field unless the type is String. Numbers, days, times
/// and timestamps stand as <see cref="DelimitedFormatter"/> writes them or as JDBC reads them; bytes as hexadecimal pairs;
/// true, t, 1, on and yes in any case are true, everything else is false.
/// </remarks>
public sealed class FieldConverter
{
    private static readonly byte[][] TrueWords = ["true"u8.ToArray(), "t"u8.ToArray(), "1"u8.ToArray(), "on"u8.ToArray(), "yes"u8.ToArray()];

    private readonly byte[] _null;
    private readonly bool _isEmptyNull;
    private readonly ColumnKind _kind;

    /// <param name="column">The column that the values are for.</param>
    /// <param name="text">Its input null strings.</param>
    public FieldConverter(Column column, TextOptions text)
    {
        Column = column;
        _kind = column.Kind;
        _isEmptyNull = column.JavaType != JavaType.String;
        _null = Encoding.UTF8.GetBytes(column.JavaType == JavaType.String ? text.InputNullString : text.InputNullNonString);
    }

    public Column Column { get; }

    /// <summary>Appends the value of a field; appends nothing and answers false when the text is no value of the column.</summary>
    /// <param name="values">A vector of the column's kind.</param>
    public bool TryAppend(ReadOnlySpan<byte> field, ColumnVector values)
    {
        if (!field.SequenceEqual(_null) && !(field.IsEmpty && _isEmptyNull))
            return TryAppendValue(field, values);
        values.AppendNull();
        return true;
    }

    /// <summary>Says why <see cref="TryAppend"/> refused a field, as a sentence without a full stop.</summary>
    public string Explain(ReadOnlySpan<byte> field) =>
        $"column {Column.Name} cannot hold '{TextExcerpt.Of(field, 100)}': {Expectation} is expected";

    private string Expectation => _kind switch
    {
        ColumnKind.Int32 => $"a whole number from {int.MinValue} to {int.MaxValue}",
        ColumnKind.Int64 => $"a whole number from {long.MinValue} to {long.MaxValue}",
        ColumnKind.Date => "a date like 2009-05-14",
        ColumnKind.Time => "a time like 18:24:00",
        ColumnKind.Timestamp => "a timestamp like 2009-05-14 18:24:00.0",
        ColumnKind.Bytes => "bytes as pairs of hexadecimal digits like '01 0f'",
        _ => "a number",
    };

    /// <summary>The same without regard to null strings: the text is a value or an error.</summary>
    public bool TryAppendValue(ReadOnlySpan<byte> field, ColumnVector values) => _kind switch
    {
        ColumnKind.Boolean => AppendBoolean(field, values),
        ColumnKind.Int32 => TryAppendInt32(field, values),
        ColumnKind.Int64 => TryAppendInt64(field, values),
        ColumnKind.Float32 => TryAppendFloat32(field, values),
        ColumnKind.Float64 => TryAppendFloat64(field, values),
        ColumnKind.Decimal => TryAppendDecimal(field, values),
        ColumnKind.Date => TryAppendDate(field, values),
        ColumnKind.Time => TryAppendTicks(TemporalReader.ReadTime(field, out var ticks), ticks, field, values),
        ColumnKind.Timestamp => TryAppendTicks(TemporalReader.ReadTimestamp(field, out var ticks), ticks, field, values),
        ColumnKind.Bytes => TryAppendHex(field, values),
        _ => AppendText(field, values),
    };

    private static bool AppendText(ReadOnlySpan<byte> field, ColumnVector values)
    {
        values.AppendBytes(field);
        return true;
    }

    private static bool AppendBoolean(ReadOnlySpan<byte> field, ColumnVector values)
    {
        var isTrue = false;
        foreach (var word in TrueWords)
            isTrue |= Ascii.EqualsIgnoreCase(field, word);
        values.AppendBoolean(isTrue);
        return true;
    }

    private static bool TryAppendInt32(ReadOnlySpan<byte> field, ColumnVector values)
    {
        if (!Utf8Parser.TryParse(field, out int value, out var length) || length != field.Length)
            return false;
        values.AppendInt32(value);
        return true;
    }

    private static bool TryAppendInt64(ReadOnlySpan<byte> field, ColumnVector values)
    {
        if (!Utf8Parser.TryParse(field, out long value, out var length) || length != field.Length)
            return false;
        values.AppendInt64(value);
        return true;
    }

    private static bool TryAppendFloat32(ReadOnlySpan<byte> field, ColumnVector values)
    {
        if (!FloatReader.TryRead(field, out float value))
            return false;
        values.AppendFloat32(value);
        return true;
    }

    private static bool TryAppendFloat64(ReadOnlySpan<byte> field, ColumnVector values)
    {
        if (!FloatReader.TryRead(field, out double value))
            return false;
        values.AppendFloat64(value);
        return true;
    }

    private static bool TryAppendDecimal(ReadOnlySpan<byte> field, ColumnVector values)
    {
        if (DecimalText.TryRead(field, out var unscaled, out var scale, out var fits))
        {
            if (fits)
                values.AppendDecimal(unscaled, scale);
            else
                values.AppendUntyped(Encoding.UTF8.GetString(field));
            return true;
        }
        // PostgreSQL's numeric has these values beside the numbers.
        if (!field.SequenceEqual("NaN"u8) && !field.SequenceEqual("Infinity"u8) && !field.SequenceEqual("-Infinity"u8))
            return false;
        values.AppendUntyped(Encoding.UTF8.GetString(field));
        return true;
    }

    private static bool TryAppendDate(ReadOnlySpan<byte> field, ColumnVector values)
    {
        var read = TemporalReader.ReadDate(field, out var days);
        if (read == TextRead.Value)
            values.AppendDate(days);
        else if (read == TextRead.Untyped)
            values.AppendUntyped(Encoding.UTF8.GetString(field));
        return read != TextRead.Invalid;
    }

    private static bool TryAppendTicks(TextRead read, long ticks, ReadOnlySpan<byte> field, ColumnVector values)
    {
        if (read == TextRead.Value)
            values.AppendTicks(ticks);
        else if (read == TextRead.Untyped)
            values.AppendUntyped(Encoding.UTF8.GetString(field));
        return read != TextRead.Invalid;
    }

    private static bool TryAppendHex(ReadOnlySpan<byte> field, ColumnVector values)
    {
        if (!HexText.TryRead(field, values.ReserveBytes((field.Length + 1) / 2), out var count))
            return false;
        values.AppendReserved(count);
        return true;
    }
}
