using Levada.Transfer.Rows;

namespace Levada.Transfer.Text;

/// <summary>Writes the values of one column as Sqoop's text, before escaping and enclosing. Never asked about NULL or untyped values.</summary>
internal abstract class CellFormatter
{
    /// <summary>All characters that its texts may hold; null: any.</summary>
    public abstract string? Alphabet { get; }

    public abstract void Write(ColumnVector values, int row, ref ByteSink sink);

    /// <summary>The formatter of a column, chosen once: the kind says how values lie, the Java type which of two forms is meant.</summary>
    public static CellFormatter For(Column column, bool isDecimalPlain) => column.Kind switch
    {
        ColumnKind.Boolean => new BooleanCell(),
        ColumnKind.Int32 => new Int32Cell(),
        ColumnKind.Int64 => new Int64Cell(),
        ColumnKind.Float32 => new Float32Cell(),
        ColumnKind.Float64 => new Float64Cell(),
        ColumnKind.Decimal => new DecimalCell(isDecimalPlain || column.JavaType != JavaType.BigDecimal),
        ColumnKind.Date => new DateCell(),
        // Java's Time has no fraction; whoever asks for a String gets what the database holds.
        ColumnKind.Time => new TimeCell(isFractionWritten: column.JavaType == JavaType.String),
        ColumnKind.Timestamp => new TimestampCell(),
        ColumnKind.Text => new TextCell(),
        ColumnKind.Bytes => new BytesCell(),
        _ => throw new ArgumentOutOfRangeException(nameof(column), column.Kind, "unknown kind"),
    };
}
