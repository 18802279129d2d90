using System.Globalization;
using System.Numerics;
using System.Text;
using Levada.DataFiles.Values;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Sequence;

/// <summary>Reads one column of each record as Sqoop's generated class wrote it, into a column or past it.</summary>
/// <param name="type">The column's type in the class.</param>
/// <param name="appender">Null: the column is not wanted.</param>
internal sealed class SequenceFieldReader(JavaType type, ValueAppender? appender)
{
    private const int TicksPerSecond = 10_000_000;
    private const long MillisMax = long.MaxValue / TimeSpan.TicksPerMillisecond - 1;
    private const int ScaleMax = 1000;

    public void Read(HadoopCursor input)
    {
        if (input.TakeBoolean())
            appender?.AppendNull();
        else
            ReadValue(input);
    }

    private void ReadValue(HadoopCursor input)
    {
        switch (type)
        {
            case JavaType.Boolean:
                var flag = input.TakeBoolean();
                appender?.AppendBoolean(flag);
                break;
            case JavaType.Float:
                var single = input.TakeFloat();
                appender?.AppendFloat32(single);
                break;
            case JavaType.Double:
                var real = input.TakeDouble();
                appender?.AppendFloat64(real);
                break;
            case JavaType.Timestamp:
                ReadTimestamp(input);
                break;
            case JavaType.BigDecimal:
                ReadDecimal(input);
                break;
            case JavaType.Integer or JavaType.Long or JavaType.Date or JavaType.Time:
                var number = type == JavaType.Integer ? input.TakeInt32() : input.TakeInt64();
                appender?.AppendInt64(number);
                break;
            default:
                ReadBytes(input);
                break;
        }
    }

    private void ReadTimestamp(HadoopCursor input)
    {
        var (millis, nanos) = (input.TakeInt64(), input.TakeInt32());
        // The milliseconds are told twice.
        if (millis is > -MillisMax and < MillisMax && nanos is >= 0 and < 1_000_000_000)
            appender?.AppendTimestamp((millis * TimeSpan.TicksPerMillisecond) + (nanos % 1_000_000 / 100), TicksPerSecond, isWall: false);
        else
            throw new InvalidDataException($"A timestamp has {millis} milliseconds and {nanos} nanoseconds.");
    }

    private void ReadDecimal(HadoopCursor input)
    {
        var scale = input.TakeInt32();
        if (scale is < -ScaleMax or > ScaleMax)
            throw new InvalidDataException($"A decimal has the scale {scale}.");
        if (input.TakeBoolean())
        {
            var unscaled = input.TakeInt64();
            if (scale is >= 0 and <= byte.MaxValue)
                appender?.AppendDecimal(unscaled, scale);
            else
                AppendDigits(unscaled, scale);
            return;
        }
        var digits = input.TakeText();
        if (digits.Length > ScaleMax || !BigInteger.TryParse(Encoding.UTF8.GetString(digits), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large))
            throw new InvalidDataException("A decimal's digits are none.");
        AppendDigits(large, scale);
    }

    private void AppendDigits(BigInteger unscaled, int scale)
    {
        if (scale < 0)
            (unscaled, scale) = (unscaled * BigInteger.Pow(10, -scale), 0);
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var text = scale == 0 ? digits : $"{digits[..^scale]}.{digits[^scale..]}";
        appender?.AppendText(Encoding.ASCII.GetBytes(unscaled.Sign < 0 ? "-" + text : text));
    }

    private void ReadBytes(HadoopCursor input)
    {
        var isLargeObject = type is JavaType.BlobRef or JavaType.ClobRef;
        if (isLargeObject && input.TakeBoolean())
        {
            appender?.AppendPlace(LargeObjectPlace.Read(input).ToString());
            return;
        }
        if (type is JavaType.Bytes or JavaType.BlobRef)
        {
            var bytes = input.Take(input.TakeInt32());
            appender?.AppendBytes(bytes);
            return;
        }
        var text = input.TakeText();
        appender?.AppendText(text);
    }
}
