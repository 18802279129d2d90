using Levada.Transfer.Rows;

namespace Levada.Transfer.Splits;

/// <summary>What a bounds query found: the least and the greatest value of the split column.</summary>
/// <param name="Type">The type of the query's first column; it chooses the splitter.</param>
public sealed record SplitBounds(SqlType Type, SplitValue Low, SplitValue High)
{
    /// <summary>Takes the first row of a bounds query: column 1 is the low end, column 2 the high end. No row is two NULLs.</summary>
    /// <exception cref="TransferException">The query has fewer than two columns.</exception>
    public static SplitBounds From(RowBatch batch)
    {
        if (batch.Schema.Count < 2)
            throw new TransferException("The boundary query must give two columns: the least and the greatest value of the split column.");
        var type = batch.Schema[0].SqlType;
        return batch.RowCount == 0
            ? new SplitBounds(type, SplitValue.Nothing, SplitValue.Nothing)
            : new SplitBounds(type, SplitValue.From(batch.Columns[0], 0), SplitValue.From(batch.Columns[1], 0));
    }
}
