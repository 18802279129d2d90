using System.Buffers.Binary;
using System.Text;
using Levada.DataFiles.Values;

namespace Levada.DataFiles.Parquet;

/// <summary>Moves values of a column from a page to a vector, as what they mean.</summary>
internal sealed class LeafAppender(ParquetLeaf leaf, ValueAppender to)
{
    private const int JulianDayOfEpoch = 2_440_588;
    private const int DayReach = 10_000_000;
    private const int TicksPerSecond = 10_000_000;

    public void AppendNull() => to.AppendNull();

    public void AppendNext(ValueDecoder values)
    {
        switch (leaf.Type)
        {
            case PhysicalType.Boolean:
                to.AppendBoolean(values.NextBoolean());
                break;
            case PhysicalType.Int32 or PhysicalType.Int64:
                AppendInteger(values.NextInteger());
                break;
            case PhysicalType.Float:
                to.AppendFloat32((float)values.NextReal());
                break;
            case PhysicalType.Double:
                to.AppendFloat64(values.NextReal());
                break;
            case PhysicalType.Int96:
                AppendInt96(values.NextBytes());
                break;
            default:
                AppendBytes(values.NextBytes());
                break;
        }
    }

    private void AppendInteger(long number)
    {
        switch (leaf.Meaning)
        {
            case ParquetMeaning.Decimal:
                to.AppendDecimal(number, leaf.Scale);
                break;
            case ParquetMeaning.Date:
                to.AppendDate(number);
                break;
            case ParquetMeaning.Time:
                AppendTime(number);
                break;
            case ParquetMeaning.Timestamp:
                to.AppendTimestamp(number, leaf.UnitsPerSecond, isWall: !leaf.IsUtc);
                break;
            case ParquetMeaning.Unsigned when leaf.Type == PhysicalType.Int32:
                to.AppendInt64((uint)number);
                break;
            case ParquetMeaning.Unsigned when number < 0:
                to.AppendDecimal((Int128)(ulong)number, 0);
                break;
            default:
                to.AppendInt64(number);
                break;
        }
    }

    // A time outside the day is no time: the number itself is all that can be said of it.
    private void AppendTime(long number)
    {
        var ticks = (Int128)number * TicksPerSecond / leaf.UnitsPerSecond;
        if (ticks >= 0 && ticks <= TimeSpan.TicksPerDay)
            to.AppendTime((long)ticks);
        else
            to.AppendInt64(number);
    }

    private void AppendBytes(ReadOnlySpan<byte> bytes)
    {
        switch (leaf.Meaning)
        {
            case ParquetMeaning.Decimal:
                to.AppendDecimal(bytes, leaf.Scale);
                break;
            case ParquetMeaning.Text:
                to.AppendText(bytes);
                break;
            case ParquetMeaning.Uuid when bytes.Length == 16:
                to.AppendText(Encoding.ASCII.GetBytes(new Guid(bytes, bigEndian: true).ToString()));
                break;
            case ParquetMeaning.Float16 when bytes.Length == 2:
                to.AppendFloat32((float)BinaryPrimitives.ReadHalfLittleEndian(bytes));
                break;
            default:
                to.AppendBytes(bytes);
                break;
        }
    }

    // Nanoseconds of the day, then the Julian day, both of an instant in UTC: as Hive and Spark write timestamps.
    private void AppendInt96(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != sizeof(long) + sizeof(int))
            throw new InvalidDataException($"A timestamp has {bytes.Length} bytes.");
        var nanos = BinaryPrimitives.ReadInt64LittleEndian(bytes);
        var days = (long)BinaryPrimitives.ReadInt32LittleEndian(bytes[sizeof(long)..]) - JulianDayOfEpoch;
        if (Math.Abs(days) > DayReach)
            throw new InvalidDataException($"A timestamp has the day {days}.");
        to.AppendTimestamp((days * TimeSpan.TicksPerDay) + (nanos / 100), TicksPerSecond, isWall: false);
    }
}
