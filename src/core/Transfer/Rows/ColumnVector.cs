using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Levada.Transfer.Rows;

/// <summary>The values of one column over the rows of a batch, held without an object for each.</summary>
/// <remarks>Filled by appending, one call for each row; reused by <see cref="Clear"/>. Not safe for several threads at once.</remarks>
public sealed class ColumnVector
{
    private readonly int _width;
    private byte[] _values;
    private byte[] _scales = [];
    private int[] _ends = [];
    private byte[] _arena = [];
    private int _arenaLength;
    private ulong[] _nulls = [0];
    private SortedDictionary<int, string>? _untyped;

    public ColumnVector(ColumnKind kind)
    {
        Kind = kind;
        _width = WidthOf(kind);
        _values = [];
    }

    public ColumnKind Kind { get; }

    /// <summary>Rows appended since the last <see cref="Clear"/>.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes that the values take, the bound of a batch.</summary>
    public long ByteCount => ((long)Count * (_width == 0 ? sizeof(int) : _width)) + _arenaLength;

    public bool HasNulls { get; private set; }

    /// <summary>Whether some value did not fit <see cref="Kind"/> and is kept as the database's text.</summary>
    public bool HasUntyped => _untyped is { Count: > 0 };

    public bool IsNull(int row) => HasNulls && (_nulls[row >> 6] & (1UL << (row & 63))) != 0;

    public bool TryGetUntyped(int row, out string text)
    {
        text = "";
        return _untyped is not null && _untyped.TryGetValue(row, out text!);
    }

    /// <summary>The values of a fixed width, one for each row; a NULL or untyped row's slot is zero.</summary>
    /// <typeparam name="T">byte for Boolean, int for Int32 and Date, long for Int64, Time and Timestamp, float, double, Int128 for Decimal.</typeparam>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged
    {
        var values = MemoryMarshal.Cast<byte, T>(_values.AsSpan(0, Count * _width));
        if (values.Length != Count)
            throw new InvalidOperationException($"A {Kind} column does not hold {typeof(T).Name}.");
        return values;
    }

    /// <summary>One of <see cref="Values"/>, without the cost of making the span. The caller has checked <see cref="Kind"/>.</summary>
    internal T At<T>(int row)
        where T : unmanaged => MemoryMarshal.Read<T>(_values.AsSpan(row * Unsafe.SizeOf<T>()));

    /// <summary>Of a Decimal column: the digits after the point of each value.</summary>
    public ReadOnlySpan<byte> Scales => _scales.AsSpan(0, Kind == ColumnKind.Decimal ? Count : 0);

    /// <summary>The bytes of a Text or Bytes value; empty for NULL. Valid until the next append or <see cref="Clear"/>.</summary>
    public ReadOnlySpan<byte> GetBytes(int row)
    {
        var start = row == 0 ? 0 : _ends[row - 1];
        return _arena.AsSpan(start, _ends[row] - start);
    }

    /// <summary>The bytes of all Text or Bytes values, one behind the other.</summary>
    internal ReadOnlySpan<byte> AllBytes => _arena.AsSpan(0, _arenaLength);

    public void AppendNull()
    {
        HasNulls = true;
        var row = AppendDefault();
        _nulls[row >> 6] |= 1UL << (row & 63);
    }

    /// <summary>Appends a value that <see cref="Kind"/> cannot hold (NaN of a decimal, a date out of range) as the database's text.</summary>
    public void AppendUntyped(string text)
    {
        _untyped ??= [];
        _untyped[AppendDefault()] = text;
    }

    public void AppendBoolean(bool value) => Append(value ? (byte)1 : (byte)0);

    public void AppendInt32(int value) => Append(value);

    public void AppendInt64(long value) => Append(value);

    public void AppendFloat32(float value) => Append(value);

    public void AppendFloat64(double value) => Append(value);

    public void AppendDate(int daysSinceEpoch) => Append(daysSinceEpoch);

    /// <summary>Appends a Time or Timestamp in units of 100 ns.</summary>
    public void AppendTicks(long ticks) => Append(ticks);

    public void AppendDecimal(Int128 unscaled, int scale)
    {
        var row = Count;
        Append(unscaled);
        _scales[row] = checked((byte)scale);
    }

    /// <summary>Appends a Text (UTF-8) or Bytes value.</summary>
    public void AppendBytes(ReadOnlySpan<byte> value)
    {
        value.CopyTo(ReserveBytes(value.Length));
        AppendReserved(value.Length);
    }

    public void AppendText(ReadOnlySpan<char> value) =>
        AppendReserved(Encoding.UTF8.GetBytes(value, ReserveBytes(Encoding.UTF8.GetMaxByteCount(value.Length))));

    /// <summary>Room for a Text or Bytes value that the caller writes itself, then ends by <see cref="AppendReserved"/>.</summary>
    public Span<byte> ReserveBytes(int byteCountMax)
    {
        var needed = checked(_arenaLength + byteCountMax);
        if (_arena.Length < needed)
            Array.Resize(ref _arena, (int)Math.Min(Array.MaxLength, Math.Max(needed, Math.Max(1024L, _arena.Length * 2L))));
        return _arena.AsSpan(_arenaLength, byteCountMax);
    }

    /// <summary>Appends the first bytes of what <see cref="ReserveBytes"/> gave as one value.</summary>
    public void AppendReserved(int byteCount)
    {
        _arenaLength += byteCount;
        AppendDefault();
    }

    /// <summary>Forgets all rows and keeps the memory, except a buffer that an unusually large value left behind.</summary>
    public void Clear()
    {
        if (HasNulls)
            Array.Clear(_nulls);
        // The row that fills a batch lies beyond its bound: room for it is no exception.
        if (_arena.Length > 4 * RowBatch.ByteCountMax)
            _arena = [];
        HasNulls = false;
        _untyped?.Clear();
        _arenaLength = 0;
        Count = 0;
    }

    /// <summary>Forgets the rows from the given one on.</summary>
    public void Truncate(int rowCount)
    {
        if (rowCount >= Count)
            return;
        for (var row = rowCount; row < Count; row++)
            _nulls[row >> 6] &= ~(1UL << (row & 63));
        while (HasUntyped && _untyped!.Keys.Last() is var last && last >= rowCount)
            _untyped.Remove(last);
        if (_width == 0)
            _arenaLength = rowCount == 0 ? 0 : _ends[rowCount - 1];
        Count = rowCount;
    }

    private void Append<T>(T value)
        where T : unmanaged
    {
        var row = AppendDefault();
        MemoryMarshal.Cast<byte, T>(_values.AsSpan())[row] = value;
    }

    private int AppendDefault()
    {
        var row = Count;
        Grow(row + 1);
        if (_width == 0)
            _ends[row] = _arenaLength;
        else
            _values.AsSpan(row * _width, _width).Clear();
        Count = row + 1;
        return row;
    }

    private void Grow(int rowCount)
    {
        if (_nulls.Length * 64 < rowCount)
            Array.Resize(ref _nulls, _nulls.Length * 2);
        if (_width == 0)
        {
            if (_ends.Length < rowCount)
                Array.Resize(ref _ends, Math.Max(64, _ends.Length * 2));
            return;
        }
        if (_values.Length < rowCount * _width)
            Array.Resize(ref _values, Math.Max(64, rowCount * 2) * _width);
        if (Kind == ColumnKind.Decimal && _scales.Length < rowCount)
            Array.Resize(ref _scales, _values.Length / _width);
    }

    private static int WidthOf(ColumnKind kind) => kind switch
    {
        ColumnKind.Boolean => sizeof(byte),
        ColumnKind.Int32 or ColumnKind.Date or ColumnKind.Float32 => sizeof(int),
        ColumnKind.Int64 or ColumnKind.Float64 or ColumnKind.Time or ColumnKind.Timestamp => sizeof(long),
        ColumnKind.Decimal => 16,
        _ => 0,
    };
}
