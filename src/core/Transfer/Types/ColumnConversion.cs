using System.Text;
using Levada.Transfer.Rows;
using Levada.Transfer.Text;

namespace Levada.Transfer.Types;

/// <summary>Converts the values of one column, none of them NULL.</summary>
internal abstract class ColumnConversion(Column source, Column target)
{
    private readonly FieldConverter _fromText = new(target, new());

    public Column Source { get; } = source;

    protected ColumnKind TargetKind { get; } = target.Kind;

    /// <summary>Appends the value, or answers false when it does not fit.</summary>
    public abstract bool TryAppend(ColumnVector source, int row, ColumnVector target);

    /// <summary>The same for a value that the database gave as text.</summary>
    public bool TryAppendUntyped(string text, ColumnVector target) => TryAppendText(Encoding.UTF8.GetBytes(text), target);

    protected bool TryAppendText(ReadOnlySpan<byte> text, ColumnVector target) => _fromText.TryAppendValue(text, target);

    /// <summary>The conversion between two columns; null when values stay as they are.</summary>
    /// <exception cref="TransferException">There is none.</exception>
    public static ColumnConversion? For(Column source, Column target) => (source.Kind, target.Kind) switch
    {
        var (from, to) when from == to => null,
        (ColumnKind.Text, ColumnKind.Bytes) => new TextToBytesConversion(source, target),
        (ColumnKind.Text, _) or (_, ColumnKind.Text) => new ThroughTextConversion(source, target),
        var (from, to) when IsNumber(from) && to == ColumnKind.Boolean => new ToBooleanConversion(source, target),
        var (from, to) when IsNumber(from) && to is ColumnKind.Int32 or ColumnKind.Int64 => new ToIntegerConversion(source, target),
        var (from, to) when IsNumber(from) && IsNumber(to) => new ThroughTextConversion(source, target),
        (ColumnKind.Date, ColumnKind.Timestamp) or (ColumnKind.Timestamp, ColumnKind.Date or ColumnKind.Time) => new TemporalConversion(source, target),
        _ => throw new TransferException($"Column {source.Name} of type {source.SqlType} cannot be mapped to the Java type {target.JavaType}."),
    };

    private static bool IsNumber(ColumnKind kind) =>
        kind is ColumnKind.Boolean or ColumnKind.Int32 or ColumnKind.Int64 or ColumnKind.Float32 or ColumnKind.Float64 or ColumnKind.Decimal;
}
