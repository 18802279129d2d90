using System.Buffers.Text;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Text;

internal sealed class BooleanCell : CellFormatter
{
    public override string Alphabet => "aeflrstu";

    public override void Write(ColumnVector values, int row, ref ByteSink sink) =>
        sink.Write(values.At<byte>(row) != 0 ? "true"u8 : "false"u8);
}

internal sealed class Int32Cell : CellFormatter
{
    private const int BytesMax = 11;

    public override string Alphabet => "-0123456789";

    public override void Write(ColumnVector values, int row, ref ByteSink sink)
    {
        Utf8Formatter.TryFormat(values.At<int>(row), sink.Reserve(BytesMax), out var length);
        sink.Advance(length);
    }
}

internal sealed class Int64Cell : CellFormatter
{
    private const int BytesMax = 20;

    public override string Alphabet => "-0123456789";

    public override void Write(ColumnVector values, int row, ref ByteSink sink)
    {
        Utf8Formatter.TryFormat(values.At<long>(row), sink.Reserve(BytesMax), out var length);
        sink.Advance(length);
    }
}

internal sealed class Float32Cell : CellFormatter
{
    public override string Alphabet => JavaFloatText.Alphabet;

    public override void Write(ColumnVector values, int row, ref ByteSink sink) =>
        sink.Advance(JavaFloatText.Write(values.At<float>(row), sink.Reserve(JavaFloatText.BytesMax)));
}

internal sealed class Float64Cell : CellFormatter
{
    public override string Alphabet => JavaFloatText.Alphabet;

    public override void Write(ColumnVector values, int row, ref ByteSink sink) =>
        sink.Advance(JavaFloatText.Write(values.At<double>(row), sink.Reserve(JavaFloatText.BytesMax)));
}

internal sealed class DecimalCell(bool isPlain) : CellFormatter
{
    public override string Alphabet => DecimalText.Alphabet;

    public override void Write(ColumnVector values, int row, ref ByteSink sink)
    {
        var target = sink.Reserve(DecimalText.BytesMax);
        var value = values.At<Int128>(row);
        var scale = values.Scales[row];
        sink.Advance(isPlain ? DecimalText.WritePlain(value, scale, target) : DecimalText.WriteJava(value, scale, target));
    }
}

internal sealed class DateCell : CellFormatter
{
    public override string Alphabet => TemporalText.Alphabet;

    public override void Write(ColumnVector values, int row, ref ByteSink sink) =>
        sink.Advance(TemporalText.WriteDate(values.At<int>(row), sink.Reserve(TemporalText.BytesMax)));
}

internal sealed class TimeCell(bool isFractionWritten) : CellFormatter
{
    public override string Alphabet => TemporalText.Alphabet;

    public override void Write(ColumnVector values, int row, ref ByteSink sink) =>
        sink.Advance(TemporalText.WriteTime(values.At<long>(row), isFractionWritten, sink.Reserve(TemporalText.BytesMax)));
}

internal sealed class TimestampCell : CellFormatter
{
    public override string Alphabet => TemporalText.Alphabet;

    public override void Write(ColumnVector values, int row, ref ByteSink sink) =>
        sink.Advance(TemporalText.WriteTimestamp(values.At<long>(row), sink.Reserve(TemporalText.BytesMax)));
}

internal sealed class TextCell : CellFormatter
{
    public override string? Alphabet => null;

    public override void Write(ColumnVector values, int row, ref ByteSink sink) => sink.Write(values.GetBytes(row));
}

internal sealed class BytesCell : CellFormatter
{
    public override string Alphabet => HexText.Alphabet;

    public override void Write(ColumnVector values, int row, ref ByteSink sink) => HexText.Write(values.GetBytes(row), ref sink);
}
