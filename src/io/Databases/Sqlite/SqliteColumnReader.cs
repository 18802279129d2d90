using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using Levada.Databases.Values;
using Levada.Transfer;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;
using SQLitePCL;

namespace Levada.Databases.Sqlite;

/// <summary>Brings the values of one column of a statement into a vector of the column's kind.</summary>
/// <remarks>
/// A value whose storage class does not fit the kind is appended as text: SQLite lets any column hold any value.
/// Dates of an expression (a bound, a last value) are taken only when they are written as SQLite writes them: conditions
/// made from them compare texts, and another spelling of the same moment would leave its row out.
/// </remarks>
internal sealed class SqliteColumnReader(
    SqliteStatement statement, int ordinal, Column column, int dateUnitsPerSecond, bool isExpression, ILargeObjectStore? largeObjects)
{
    private const int NumberLengthMax = 64;
    private const int FixedByteCount = 8;

    private readonly nint _statement = statement.Address;
    private readonly ILargeObjectStore? _store = column.JavaType is JavaType.BlobRef or JavaType.ClobRef ? largeObjects : null;

    public int Ordinal => ordinal;

    /// <summary>Appends the value of the current row and answers about how many bytes it took.</summary>
    public int Append(ColumnVector vector, CancellationToken cancellationToken)
    {
        var storageClass = SqliteNative.ColumnType(_statement, ordinal);
        switch (storageClass)
        {
            case raw.SQLITE_NULL:
                vector.AppendNull();
                return FixedByteCount;
            case raw.SQLITE_INTEGER:
                AppendInteger(vector, SqliteNative.ColumnInt64(_statement, ordinal));
                return FixedByteCount;
            case raw.SQLITE_FLOAT:
                AppendDouble(vector, SqliteNative.ColumnDouble(_statement, ordinal));
                return FixedByteCount;
        }
        var bytes = Bytes(storageClass);
        if (_store is not null && bytes.Length > _store.InlineBytesMax)
            Store(vector, bytes, cancellationToken);
        else if (storageClass == raw.SQLITE_TEXT)
            AppendText(vector, bytes);
        else
            AppendBlob(vector, bytes);
        return bytes.Length + FixedByteCount;
    }

    // The address must be asked for before the length: asking for it may convert the value.
    private unsafe ReadOnlySpan<byte> Bytes(int storageClass)
    {
        var start = storageClass == raw.SQLITE_TEXT ? SqliteNative.ColumnText(_statement, ordinal) : SqliteNative.ColumnBlob(_statement, ordinal);
        return start == 0 ? default : new ReadOnlySpan<byte>((void*)start, SqliteNative.ColumnBytes(_statement, ordinal));
    }

    private unsafe void Store(ColumnVector vector, ReadOnlySpan<byte> value, CancellationToken cancellationToken)
    {
        fixed (byte* start = value)
        {
            using var stream = new UnmanagedMemoryStream(start, value.Length);
            vector.AppendUntyped(_store!.Store(stream, cancellationToken));
        }
    }

    private void AppendInteger(ColumnVector vector, long value)
    {
        switch (column.Kind)
        {
            case ColumnKind.Int64:
                vector.AppendInt64(value);
                break;
            case ColumnKind.Int32 when value is >= int.MinValue and <= int.MaxValue:
                vector.AppendInt32((int)value);
                break;
            case ColumnKind.Boolean when value is 0 or 1:
                vector.AppendBoolean(value == 1);
                break;
            case ColumnKind.Float64 when (long)(double)value == value && value != long.MaxValue:
                vector.AppendFloat64(value);
                break;
            case ColumnKind.Decimal:
                AppendDecimal(vector, value, 0);
                break;
            case ColumnKind.Text:
                value.TryFormat(vector.ReserveBytes(NumberLengthMax), out var length, default, CultureInfo.InvariantCulture);
                vector.AppendReserved(length);
                break;
            default:
                if (!TryAppendCountedDate(vector, value))
                    vector.AppendUntyped(value.ToString(CultureInfo.InvariantCulture));
                break;
        }
    }

    private bool TryAppendCountedDate(ColumnVector vector, long value)
    {
        var units = column.Kind is ColumnKind.Date or ColumnKind.Time or ColumnKind.Timestamp ? dateUnitsPerSecond : 0;
        // Years 1 to 9999 around 1970, in seconds.
        if (units == 0 || Math.Abs(value / units) > 253_402_300_800)
            return false;
        var ticks = value * (TimeSpan.TicksPerSecond / units);
        var days = ticks >= 0 ? ticks / TimeSpan.TicksPerDay : ((ticks + 1) / TimeSpan.TicksPerDay) - 1;
        if (column.Kind == ColumnKind.Date)
            vector.AppendDate((int)days);
        else
            vector.AppendTicks(column.Kind == ColumnKind.Time ? ticks - (days * TimeSpan.TicksPerDay) : ticks);
        return true;
    }

    private void AppendDouble(ColumnVector vector, double value)
    {
        Span<byte> text = stackalloc byte[NumberLengthMax];
        var length = ExactDecimal.FormatDouble(value, text);
        if (column.Kind == ColumnKind.Float64)
            vector.AppendFloat64(value);
        else if (column.Kind == ColumnKind.Decimal && ExactDecimal.TryParse(text[..length], out var unscaled, out var scale))
            AppendDecimal(vector, unscaled, scale);
        else if (column.Kind == ColumnKind.Text)
            vector.AppendBytes(text[..length]);
        else
            vector.AppendUntyped(Encoding.ASCII.GetString(text[..length]));
    }

    private void AppendDecimal(ColumnVector vector, Int128 unscaled, int scale)
    {
        (unscaled, scale) = ExactDecimal.Pad(unscaled, scale, column.Scale);
        vector.AppendDecimal(unscaled, scale);
    }

    private void AppendText(ColumnVector vector, ReadOnlySpan<byte> text)
    {
        if (column.Kind == ColumnKind.Bytes)
        {
            vector.AppendBytes(text);
            return;
        }
        if (!Utf8.IsValid(text))
            throw new TransferException($"Column {column.Name} holds a text that is no UTF-8. Read it as bytes: CAST({column.Name} AS BLOB) in a --query.");
        if (column.Kind == ColumnKind.Text)
            vector.AppendBytes(text);
        else if (!TryAppendParsed(vector, text))
            vector.AppendUntyped(Encoding.UTF8.GetString(text));
    }

    private bool TryAppendParsed(ColumnVector vector, ReadOnlySpan<byte> text)
    {
        switch (column.Kind)
        {
            case ColumnKind.Decimal when ExactDecimal.TryParse(text, out var unscaled, out var scale):
                AppendDecimal(vector, unscaled, scale);
                return true;
            case ColumnKind.Boolean when Utf8Parser.TryParse(text, out bool value, out var length) && length == text.Length:
                vector.AppendBoolean(value);
                return true;
            case ColumnKind.Date when SqliteTime.TryParseDate(text, out var days):
                vector.AppendDate(days);
                return true;
            case ColumnKind.Time when SqliteTime.TryParseTime(text, out var ticks) && IsAsWritten(text, ticks, SqliteTime.FormatTime):
                vector.AppendTicks(ticks);
                return true;
            case ColumnKind.Timestamp when SqliteTime.TryParseTimestamp(text, out var ticks) && IsAsWritten(text, ticks, SqliteTime.FormatTimestamp):
                vector.AppendTicks(ticks);
                return true;
            default:
                return false;
        }
    }

    private bool IsAsWritten(ReadOnlySpan<byte> text, long ticks, Func<long, Span<byte>, int> format)
    {
        if (!isExpression)
            return true;
        Span<byte> written = stackalloc byte[SqliteTime.TextLengthMax];
        return text.SequenceEqual(written[..format(ticks, written)]);
    }

    private void AppendBlob(ColumnVector vector, ReadOnlySpan<byte> value)
    {
        if (column.Kind == ColumnKind.Bytes)
            vector.AppendBytes(value);
        else
            vector.AppendUntyped(string.Join(' ', value.ToArray().Select(octet => octet.ToString("x2", CultureInfo.InvariantCulture))));
    }
}
