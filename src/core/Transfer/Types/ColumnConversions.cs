using System.Buffers;
using Levada.Transfer.Rows;
using Levada.Transfer.Text;

namespace Levada.Transfer.Types;

/// <summary>Writes the value as text and reads that as the other type: exact wherever both hold the value.</summary>
internal sealed class ThroughTextConversion(Column source, Column target) : ColumnConversion(source, target)
{
    private readonly CellFormatter _formatter = source.Kind == ColumnKind.Boolean && target.Kind != ColumnKind.Text
        ? new BitCell()
        : CellFormatter.For(source with { JavaType = JavaType.String }, isDecimalPlain: true);

    private readonly ArrayBufferWriter<byte> _text = new();

    public override bool TryAppend(ColumnVector source, int row, ColumnVector target)
    {
        if (source.Kind == ColumnKind.Text)
            return TryAppendText(source.GetBytes(row), target);
        _text.ResetWrittenCount();
        var sink = new ByteSink(_text);
        _formatter.Write(source, row, ref sink);
        sink.Flush();
        return TryAppendText(_text.WrittenSpan, target);
    }
}

internal sealed class TextToBytesConversion(Column source, Column target) : ColumnConversion(source, target)
{
    public override bool TryAppend(ColumnVector source, int row, ColumnVector target)
    {
        target.AppendBytes(source.GetBytes(row));
        return true;
    }
}

internal sealed class ToBooleanConversion(Column source, Column target) : ColumnConversion(source, target)
{
    public override bool TryAppend(ColumnVector source, int row, ColumnVector target)
    {
        target.AppendBoolean(source.Kind switch
        {
            ColumnKind.Int32 => source.At<int>(row) != 0,
            ColumnKind.Int64 => source.At<long>(row) != 0,
            ColumnKind.Float32 => source.At<float>(row) != 0,
            ColumnKind.Float64 => source.At<double>(row) != 0,
            _ => source.At<Int128>(row) != 0,
        });
        return true;
    }
}

internal sealed class ToIntegerConversion(Column source, Column target) : ColumnConversion(source, target)
{
    public override bool TryAppend(ColumnVector source, int row, ColumnVector target) => source.Kind switch
    {
        ColumnKind.Boolean => TryAppend(source.At<byte>(row), target),
        ColumnKind.Int32 => TryAppend(source.At<int>(row), target),
        ColumnKind.Int64 => TryAppend(source.At<long>(row), target),
        ColumnKind.Float32 => TryTruncate(source.At<float>(row), target),
        ColumnKind.Float64 => TryTruncate(source.At<double>(row), target),
        _ => TryAppend(Truncate(source.At<Int128>(row), source.Scales[row]), target),
    };

    private bool TryTruncate(double value, ColumnVector target) =>
        Math.Abs(value) < -(double)long.MinValue && TryAppend((Int128)value, target);

    private static Int128 Truncate(Int128 unscaled, int scale)
    {
        for (; scale > 0 && unscaled != 0; scale--)
            unscaled /= 10;
        return unscaled;
    }

    private bool TryAppend(Int128 value, ColumnVector target)
    {
        if (TargetKind == ColumnKind.Int32)
        {
            if (value < int.MinValue || value > int.MaxValue)
                return false;
            target.AppendInt32((int)value);
            return true;
        }
        if (value < long.MinValue || value > long.MaxValue)
            return false;
        target.AppendInt64((long)value);
        return true;
    }
}

/// <summary>A day as its midnight, a timestamp as its day or its time of day.</summary>
internal sealed class TemporalConversion(Column source, Column target) : ColumnConversion(source, target)
{
    public override bool TryAppend(ColumnVector source, int row, ColumnVector target)
    {
        if (source.Kind == ColumnKind.Date)
        {
            var midnight = (Int128)source.At<int>(row) * TemporalText.TicksOfDay;
            if (midnight != (long)midnight)
                return false;
            target.AppendTicks((long)midnight);
            return true;
        }
        var (days, rest) = Math.DivRem(source.At<long>(row), TemporalText.TicksOfDay);
        if (rest < 0)
            (days, rest) = (days - 1, rest + TemporalText.TicksOfDay);
        if (TargetKind == ColumnKind.Date)
            target.AppendDate((int)days);
        else
            target.AppendTicks(rest);
        return true;
    }
}

/// <summary>A Boolean as the number that it is.</summary>
internal sealed class BitCell : CellFormatter
{
    public override string Alphabet => "01";

    public override void Write(ColumnVector values, int row, ref ByteSink sink) => sink.Write(values.At<byte>(row) != 0 ? (byte)'1' : (byte)'0');
}
