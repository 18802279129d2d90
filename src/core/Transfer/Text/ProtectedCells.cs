using System.Buffers;
using System.Text;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Text;

/// <summary>Text of which any character may need protection.</summary>
internal sealed class ProtectedTextCell(FieldProtector protector) : CellFormatter
{
    public override string? Alphabet => null;

    public override void Write(ColumnVector values, int row, ref ByteSink sink) => protector.Write(values.GetBytes(row), ref sink);
}

/// <summary>The same in the last column, whose text the record delimiter follows.</summary>
internal sealed class LastTextCell(FieldProtector protector) : CellFormatter
{
    public override string? Alphabet => null;

    public override void Write(ColumnVector values, int row, ref ByteSink sink) => protector.WriteLast(values.GetBytes(row), ref sink);
}

/// <summary>Text of a String column without the characters that Hive takes for delimiters.</summary>
internal sealed class HiveTextCell(FieldProtector protector, string replacement) : CellFormatter
{
    private static readonly SearchValues<byte> Delimiters = SearchValues.Create("\n\r\u0001"u8);

    private readonly byte[] _replacement = Encoding.UTF8.GetBytes(replacement);
    private readonly ArrayBufferWriter<byte> _scratch = new();

    public override string? Alphabet => null;

    public override void Write(ColumnVector values, int row, ref ByteSink sink) => Write(values.GetBytes(row), ref sink);

    public void Write(ReadOnlySpan<byte> text, ref ByteSink sink)
    {
        if (text.IndexOfAny(Delimiters) < 0)
        {
            protector.Write(text, ref sink);
            return;
        }
        _scratch.ResetWrittenCount();
        for (int at; (at = text.IndexOfAny(Delimiters)) >= 0; text = text[(at + 1)..])
        {
            _scratch.Write(text[..at]);
            _scratch.Write(_replacement);
        }
        _scratch.Write(text);
        protector.Write(_scratch.WrittenSpan, ref sink);
    }
}

/// <summary>Values whose texts need nothing but the enclosing characters.</summary>
internal sealed class EnclosedCell(CellFormatter inner, FieldProtector protector) : CellFormatter
{
    public override string? Alphabet => null;

    public override void Write(ColumnVector values, int row, ref ByteSink sink)
    {
        sink.Write(protector.Enclose);
        inner.Write(values, row, ref sink);
        sink.Write(protector.Enclose);
    }
}

/// <summary>Values of any type when a delimiter is a character that their texts hold, such as <c>-</c> or a digit.</summary>
internal sealed class ProtectedCell(CellFormatter inner, FieldProtector protector) : CellFormatter
{
    private readonly ArrayBufferWriter<byte> _scratch = new();

    public override string? Alphabet => null;

    public override void Write(ColumnVector values, int row, ref ByteSink sink)
    {
        _scratch.ResetWrittenCount();
        var text = new ByteSink(_scratch);
        inner.Write(values, row, ref text);
        text.Flush();
        protector.Write(_scratch.WrittenSpan, ref sink);
    }
}
