using System.Globalization;
using Levada.Transfer.Targets;

namespace Levada.TransferEngine.Import;

/// <summary>Keeps the note of an import's progress beside its staged files. Safe for several threads.</summary>
internal sealed class ResumeRecord(IImportTarget target, ResumeNote note, TimeProvider time)
{
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, ResumePart> _parts = new(note.Parts.ToDictionary(part => part.Number));
    private readonly SortedDictionary<int, long> _cutAt = [];
    private readonly long _start = time.GetTimestamp();

    /// <summary>Whether a part has gone on long enough to be worth a cut.</summary>
    public bool IsDue(int part)
    {
        lock (_lock)
            return time.GetElapsedTime(_cutAt.GetValueOrDefault(part, _start)) >= _interval;
    }

    public void Cut(int part, long byteCount, long rowCount, Int128 nextKey, CancellationToken cancellationToken) =>
        Save(new ResumePart(part, byteCount, rowCount, nextKey.ToString(CultureInfo.InvariantCulture)), cancellationToken);

    public void CutBefore(int chunk, int part, long byteCount, long rowCount, CancellationToken cancellationToken) =>
        Save(new ResumePart(part, byteCount, rowCount, null, chunk), cancellationToken);

    public void Done(int part, long byteCount, long rowCount, CancellationToken cancellationToken) =>
        Save(new ResumePart(part, byteCount, rowCount, null), cancellationToken);

    private void Save(ResumePart part, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _parts[part.Number] = part;
            _cutAt[part.Number] = time.GetTimestamp();
            target.SaveResumeNote((note with { Parts = [.. _parts.Values] }).ToJson(), cancellationToken);
        }
    }
}
