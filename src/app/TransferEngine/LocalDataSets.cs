using Levada.DataFiles.Sources;
using Levada.DataFiles.Targets;
using Levada.Transfer.Options;
using Levada.Transfer.Targets;

namespace Levada.TransferEngine;

/// <summary>Data sets as files that this build knows to write and read.</summary>
/// <param name="warn">Takes lines for the log; called by several threads.</param>
public sealed class LocalDataSets(Action<string> warn) : IDataSets
{
    public IImportTarget OpenTarget(TargetRequest request) => ImportTargets.Open(request);

    public IExportSource OpenSource(string location, TransferOptions options) => ExportSources.Open(location, options, warn);

    public bool Exists(string location) => ImportTargets.Exists(location);

    public IReadOnlyList<string> Settle(string location) => ImportTargets.Settle(location);

    public void Delete(string location) => ImportTargets.Delete(location);
}
