using Levada.Transfer;
using Levada.Transfer.Options;
using Levada.Transfer.Targets;

namespace Levada.TransferEngine;

/// <summary>The places that data sets are written to and read from, by path or URI.</summary>
public interface IDataSets
{
    /// <exception cref="TransferException">The location's scheme is not offered, or the target is not in a state that its mode allows.</exception>
    IImportTarget OpenTarget(TargetRequest request);

    /// <exception cref="TransferException">There is nothing to read.</exception>
    IExportSource OpenSource(string location, TransferOptions options);

    bool Exists(string location);

    /// <summary>Frees a target that is not to be written of what dead runs left.</summary>
    /// <returns>What was done, for the log.</returns>
    /// <exception cref="TransferException">What was left cannot be brought in order.</exception>
    IReadOnlyList<string> Settle(string location);

    /// <summary>Removes a data set that a run of ours left; nothing happens when there is none.</summary>
    void Delete(string location);
}
