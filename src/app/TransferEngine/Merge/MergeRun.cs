using Levada.Transfer;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;
using Levada.Transfer.Types;

namespace Levada.TransferEngine.Merge;

/// <summary>Joins a newer data set and an older one into a third: of rows with one key the newer stays.</summary>
/// <param name="newData">The newer data set; both stay as they are.</param>
/// <param name="onto">The older one.</param>
/// <param name="openTarget">Opens the target that the location's scheme chooses.</param>
public sealed class MergeRun(
    IExportSource newData, IExportSource onto, TransferOptions options, Func<TargetRequest, IImportTarget> openTarget, ITransferLog log, TimeProvider time)
{
    /// <param name="textColumns">The columns of a data set of text, which cannot tell them itself; not asked for other layouts.</param>
    /// <param name="location">Where the merged data set goes.</param>
    /// <param name="mode">What happens with something that is there.</param>
    /// <param name="commit">What the caller does after the commit; null: nothing.</param>
    /// <exception cref="TransferException">The data sets differ in shape, a key is missing, or the target cannot be written.</exception>
    public TransferResult Run(Func<RowSchema> textColumns, string location, TargetMode mode, MergeCommit? commit, CancellationToken cancellationToken)
    {
        var start = time.GetTimestamp();
        var schema = SchemaOf(textColumns);
        var key = schema.IndexOf(options.Import.MergeKey!);
        if (key < 0)
            throw new TransferException($"The merge key {options.Import.MergeKey} is no column of the data: {string.Join(", ", schema.Columns.Select(column => column.Name))}.");
        var request = new TargetRequest(location, schema, options with { Layout = LayoutOf() }, mode, RecordNames.OfRecord(options))
        {
            SourceName = options.Table ?? "QueryResult",
            PartLetter = 'r',
        };
        using var target = openTarget(request);
        var (rowCount, byteCount) = new Merger(target, schema, key, log).Run([onto, newData], cancellationToken);
        target.Commit(commit?.FollowUp, cancellationToken);
        commit?.Committed();
        target.ConfirmFollowUp();
        return new TransferResult(rowCount, byteCount, time.GetElapsedTime(start));
    }

    private RowSchema SchemaOf(Func<RowSchema> textColumns)
    {
        if (onto.FileSchema is not { } old)
            return newData.FileSchema ?? TextOf(textColumns());
        if (newData.FileSchema is { } fresh && !Shapes(fresh).SequenceEqual(Shapes(old)))
            throw new TransferException("Cannot merge files, the Avro schemas are not compatible: the data sets differ in the names or types of their columns.");
        return old;
    }

    private FileLayout LayoutOf() => onto.FileSchema is null && newData.FileSchema is null ? FileLayout.Text : onto.Layout;

    private static IEnumerable<(string Name, ColumnKind Kind)> Shapes(RowSchema schema) => schema.Columns.Select(column => (column.Name, column.Kind));

    /// <summary>Fields of text keep their text: nothing is read into them and nothing is written differently.</summary>
    private static RowSchema TextOf(RowSchema schema) => new([.. schema.Columns.Select(column => column with
    {
        Kind = ColumnKind.Text, JavaType = JavaType.String, SqlType = SqlType.VarChar,
    })]);
}
