using Levada.Transfer.Options;
using Levada.Transfer.Targets;

namespace Levada.TransferEngine.Tests;

/// <summary>Hands out targets in memory.</summary>
internal sealed class MemoryDataSets(string? resumeNote) : IDataSets
{
    public List<MemoryTarget> Targets { get; } = [];

    public IImportTarget OpenTarget(TargetRequest request)
    {
        Targets.Add(new MemoryTarget(request) { ResumeNote = resumeNote });
        return Targets[^1];
    }

    public IExportSource OpenSource(string location, TransferOptions options) => throw new NotSupportedException();

    public bool Exists(string location) => false;

    public IReadOnlyList<string> Settle(string location) => [];

    public void Delete(string location) => throw new NotSupportedException();
}
