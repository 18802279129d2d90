using Levada.DataFiles.Values;

namespace Levada.DataFiles.Avro;

/// <summary>Reads one field of each record into a column, or passes over it.</summary>
/// <param name="type">The field's type; for a wanted field a scalar or a union of null and a scalar.</param>
/// <param name="appender">Null: the field is not wanted.</param>
internal sealed class AvroFieldReader(AvroType type, ValueAppender? appender)
{
    private const long MicrosPerDay = 86_400_000_000;

    private readonly AvroType _value = type.ValueType ?? type;

    public void Read(AvroCursor cursor)
    {
        if (appender is null)
            cursor.Skip(type);
        else if (type.Kind == AvroKind.Null || (type.Kind == AvroKind.Union && type.Children[cursor.ReadIndex(type.Children.Count)].Kind == AvroKind.Null))
            appender.AppendNull();
        else
            ReadValue(cursor, appender);
    }

    private void ReadValue(AvroCursor cursor, ValueAppender to)
    {
        switch (_value.Kind)
        {
            case AvroKind.Boolean:
                to.AppendBoolean(cursor.ReadBoolean());
                break;
            case AvroKind.Int or AvroKind.Long:
                AppendNumber(cursor.ReadLong(), to);
                break;
            case AvroKind.Float:
                to.AppendFloat32(cursor.ReadFloat());
                break;
            case AvroKind.Double:
                to.AppendFloat64(cursor.ReadDouble());
                break;
            case AvroKind.Text:
                to.AppendText(cursor.ReadBytes());
                break;
            case AvroKind.Enum:
                to.AppendText(_value.Symbols[cursor.ReadIndex(_value.Symbols.Length)]);
                break;
            default:
                AppendBytes(_value.Kind == AvroKind.Fixed ? cursor.ReadFixed(_value.Size) : cursor.ReadBytes(), to);
                break;
        }
    }

    private void AppendBytes(ReadOnlySpan<byte> bytes, ValueAppender to)
    {
        if (_value.LogicalType == "decimal")
            to.AppendDecimal(bytes, _value.Scale);
        else
            to.AppendBytes(bytes);
    }

    private void AppendNumber(long number, ValueAppender to)
    {
        switch (_value.LogicalType)
        {
            case "date":
                to.AppendDate(number);
                break;
            // A time outside the day is no time: the number itself is all that can be said of it.
            case "time-millis" when number is >= 0 and <= MicrosPerDay / 1000:
                to.AppendTime(number * TimeSpan.TicksPerMillisecond);
                break;
            case "time-micros" when number is >= 0 and <= MicrosPerDay:
                to.AppendTime(number * TimeSpan.TicksPerMicrosecond);
                break;
            case { } logical when logical.Contains("timestamp", StringComparison.Ordinal):
                AppendTimestamp(logical, number, to);
                break;
            default:
                to.AppendInt64(number);
                break;
        }
    }

    // Nanoseconds are cut to 100 ns, the finest that a column holds.
    private static void AppendTimestamp(string logicalType, long number, ValueAppender to)
    {
        var (unitsPerSecond, isLocal) = logicalType switch
        {
            "timestamp-millis" => (1000, false),
            "timestamp-micros" => (1_000_000, false),
            "timestamp-nanos" => (1_000_000_000, false),
            "local-timestamp-millis" => (1000, true),
            "local-timestamp-micros" => (1_000_000, true),
            "local-timestamp-nanos" => (1_000_000_000, true),
            _ => (0, false),
        };
        if (unitsPerSecond == 0)
            to.AppendInt64(number);
        else
            to.AppendTimestamp(number, unitsPerSecond, isLocal);
    }
}
