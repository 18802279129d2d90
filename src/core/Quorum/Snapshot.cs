using Levada.Log;
using Levada.Records;

namespace Levada.Quorum;

/// <summary>A snapshot read from disk: its records and what it says about the quorum.</summary>
internal sealed class Snapshot
{
    private readonly List<MetadataBatch> _batches = [];

    private Snapshot(SnapshotId id) => Id = id;

    public SnapshotId Id { get; }
    public long SizeBytes { get; private set; }
    public long LastContainedTimestampMs { get; private set; }
    public QuorumVoters Voters { get; private set; }
    public IReadOnlyList<MetadataBatch> Batches => _batches;

    /// <summary>Reads and checks a whole snapshot; null if it is damaged or has no footer.</summary>
    public static Snapshot? TryRead(IFileSystem fileSystem, string directory, SnapshotId id)
    {
        using var file = fileSystem.Open($"{directory}/{id.FileName}", FileOpenMode.Existing);
        var snapshot = new Snapshot(id) { SizeBytes = file.Length };
        for (long position = 0; position < file.Length;)
        {
            if (BatchFile.TryRead(file, position) is not { } bytes || !RecordBatch.TryRead(bytes, out var batch)) return null;
            if (BatchContent.TryRead(batch, 0) is not { } content) return null;
            if (position == 0 && content.LastContainedTimestampMs is null) return null;
            position += bytes.Length;
            if (content.IsSnapshotFooter) return position == file.Length ? snapshot : null;
            snapshot.Add(batch, content);
        }

        return null;
    }

    /// <summary>Reads only when the last record was appended that the snapshot covers; null if its beginning is damaged.</summary>
    public static long? TryReadTimestamp(IFile file) =>
        BatchFile.TryRead(file, 0) is { } bytes && RecordBatch.TryRead(bytes, out var batch)
            ? BatchContent.TryRead(batch, 0)?.LastContainedTimestampMs
            : null;

    private void Add(RecordBatch batch, BatchContent content)
    {
        LastContainedTimestampMs = content.LastContainedTimestampMs ?? LastContainedTimestampMs;
        Voters = new QuorumVoters(content.KRaftVersion ?? Voters.KRaftVersion, content.Voters ?? Voters.Record);
        if (content.Values.Count == 0) return;
        _batches.Add(new MetadataBatch(batch.BaseOffset, Id.EndOffset, Id.Epoch, LastContainedTimestampMs, content.Values, IsSnapshot: true));
    }
}
