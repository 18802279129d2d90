using System.Collections.Immutable;
using System.Text;
using Levada.Transfer.Rows;
using Levada.Transfer.Text;

namespace Levada.Transfer.Types;

/// <summary>Brings rows of the kinds that a database yields to the kinds that <c>--map-column-java</c> asks for. Used by one thread at a time.</summary>
/// <remarks>
/// Columns whose kind stays are shared, not copied. To String the value is what a text file would hold, a time with its fraction; to a
/// whole number a fraction is cut off, as JDBC drivers do; to Boolean every number but zero is true. A value that does not fit is an error.
/// </remarks>
public sealed class RowConversion
{
    private readonly RowSchema _target;
    private readonly ImmutableArray<ColumnConversion?> _conversions;
    private readonly ColumnVector?[] _vectors;

    /// <param name="source">The columns as rows come.</param>
    /// <param name="target">The same columns with the wanted kinds and Java types.</param>
    /// <exception cref="TransferException">A column cannot be converted at all: its message names the column.</exception>
    public RowConversion(RowSchema source, RowSchema target)
    {
        if (source.Count != target.Count)
            throw new ArgumentException($"{source.Count} columns cannot become {target.Count}.", nameof(target));
        _target = target;
        _conversions = [.. source.Columns.Zip(target.Columns, ColumnConversion.For)];
        _vectors = [.. _conversions.Select((conversion, ordinal) => conversion is null ? null : new ColumnVector(target[ordinal].Kind))];
        IsIdentity = _conversions.All(conversion => conversion is null);
    }

    /// <summary>Whether no value changes.</summary>
    public bool IsIdentity { get; }

    /// <summary>The rows as the target schema wants them: the batch itself when nothing differs, else a view that the next call and the batch's next use end.</summary>
    /// <exception cref="TransferException">A value does not fit: the message names column and value.</exception>
    public RowBatch Convert(RowBatch batch)
    {
        if (IsIdentity)
            return batch;
        var columns = ImmutableArray.CreateBuilder<ColumnVector>(_vectors.Length);
        for (var ordinal = 0; ordinal < _vectors.Length; ordinal++)
            columns.Add(_conversions[ordinal] is { } conversion ? Convert(conversion, batch.Columns[ordinal], _vectors[ordinal]!, ordinal) : batch.Columns[ordinal]);
        var converted = new RowBatch(_target, columns.MoveToImmutable()) { SourceName = batch.SourceName };
        for (var row = 0; row < batch.RowCount && batch.PositionOf(row) >= 0; row++)
            converted.SetPosition(row, batch.PositionOf(row));
        return converted;
    }

    private ColumnVector Convert(ColumnConversion conversion, ColumnVector source, ColumnVector target, int ordinal)
    {
        target.Clear();
        for (var row = 0; row < source.Count; row++)
        {
            if (source.IsNull(row))
                target.AppendNull();
            else if (!(source.TryGetUntyped(row, out var text) ? conversion.TryAppendUntyped(text, target) : conversion.TryAppend(source, row, target)))
                throw Refuse(conversion, source, row, _target[ordinal]);
        }
        return target;
    }

    private static TransferException Refuse(ColumnConversion conversion, ColumnVector source, int row, Column target)
    {
        var value = Encoding.UTF8.GetBytes(ValueText.Of(conversion.Source, source, row) ?? "");
        return new TransferException($"Column {target.Name}: the value '{TextExcerpt.Of(value, 100)}' does not fit the Java type {target.JavaType}.");
    }
}
