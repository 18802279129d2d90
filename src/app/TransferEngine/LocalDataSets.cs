using Levada.DataFiles.Targets;
using Levada.Transfer.Options;
using Levada.Transfer.Targets;

namespace Levada.TransferEngine;

/// <summary>Data sets as files that this build knows to write and read.</summary>
public sealed class LocalDataSets(Action<string> warn) : IDataSets
{
    public IImportTarget OpenTarget(TargetRequest request) => ImportTargets.Open(request);

    public IExportSource OpenSource(string location, TransferOptions options)
    {
        warn($"{location} is not read.");
        throw new Levada.Transfer.TransferException("Data sets cannot be read by this build.");
    }

    public bool Exists(string location) => ImportTargets.Exists(location);

    public void Delete(string location) => ImportTargets.Delete(location);
}
