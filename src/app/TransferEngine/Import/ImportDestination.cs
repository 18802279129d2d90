using Levada.Transfer.Options;
using Levada.Transfer.Targets;
using Levada.Transfer.Types;

namespace Levada.TransferEngine.Import;

/// <summary>The target of an import until its commit.</summary>
internal sealed class ImportDestination(IImportTarget target) : IDisposable
{
    public IImportTarget Target { get; } = target;

    public static ImportDestination Open(TransferOptions options, ImportScope scope, Func<TargetRequest, IImportTarget> openTarget, ITransferLog log)
    {
        var request = new TargetRequest(ImportLocation.Of(options), scope.TargetSchema, options, ImportLocation.ModeOf(options), RecordNames.OfRecord(options))
        {
            SourceName = options.Table ?? "QueryResult",
        };
        return new ImportDestination(openTarget(request));
    }

    public void Commit(string? nextLastValue, CancellationToken cancellationToken) => Target.Commit(nextLastValue, cancellationToken);

    public void Dispose() => Target.Dispose();
}
