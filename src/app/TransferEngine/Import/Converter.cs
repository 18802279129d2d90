using Levada.Transfer.Rows;
using Levada.Transfer.Types;

namespace Levada.TransferEngine.Import;

/// <summary>Gives the rows of one task the types that <c>--map-column-java</c> asks for; nothing happens when it asks for none.</summary>
internal sealed class Converter
{
    private readonly RowConversion? _conversion;
    private readonly RowBatch? _converted;

    public Converter(ImportPlan plan)
    {
        if (plan.TargetSchema.Columns.SequenceEqual(plan.SourceSchema.Columns))
            return;
        _conversion = new RowConversion(plan.SourceSchema, plan.TargetSchema);
        _converted = new RowBatch(plan.TargetSchema);
    }

    public RowBatch Convert(RowBatch batch)
    {
        if (_conversion is null)
            return batch;
        _conversion.Convert(batch, _converted!);
        return _converted!;
    }
}
