using System.Globalization;
using System.Text;
using Levada.Protocol;

namespace Levada.Log;

/// <summary>Which leader epoch began at which offset of one partition (<c>leader-epoch-checkpoint</c>).</summary>
/// <remarks>Epochs and start offsets ascend strictly. Source: KIP-101, KIP-279.</remarks>
public sealed class LeaderEpochCache
{
    private const char Version = '0';

    private readonly List<(LeaderEpoch Epoch, long StartOffset)> _entries = [];

    /// <summary>The epochs and where each began, ascending.</summary>
    public IReadOnlyList<(LeaderEpoch Epoch, long StartOffset)> Entries => _entries;

    public LeaderEpoch LatestEpoch => _entries.Count == 0 ? LeaderEpoch.None : _entries[^1].Epoch;

    /// <summary>Changes with every change of the entries, so that nobody writes the same file twice.</summary>
    internal int Revision { get; private set; }

    /// <summary>The epoch that an offset was written in; None before the first known one.</summary>
    public LeaderEpoch EpochOf(long offset)
    {
        for (var index = _entries.Count - 1; index >= 0; index--)
            if (_entries[index].StartOffset <= offset) return _entries[index].Epoch;
        return LeaderEpoch.None;
    }

    /// <summary>Where an epoch ends, as OffsetForLeaderEpoch answers it.</summary>
    /// <param name="logEndOffset">The end of the latest epoch.</param>
    /// <returns>The largest known epoch that is not above the requested one with its end offset; (None, -1) when there is no answer.</returns>
    public (LeaderEpoch Epoch, long EndOffset) EndOffsetFor(LeaderEpoch epoch, long logEndOffset)
    {
        if (_entries.Count == 0 || epoch == LeaderEpoch.None || epoch > LatestEpoch) return (LeaderEpoch.None, -1);
        if (epoch == LatestEpoch) return (epoch, logEndOffset);
        var next = _entries.FindIndex(entry => entry.Epoch > epoch);
        return next == 0 ? (epoch, _entries[0].StartOffset) : (_entries[next - 1].Epoch, _entries[next].StartOffset);
    }

    /// <summary>Begins an epoch; one that is known already, or older than the latest, changes nothing.</summary>
    /// <returns>Whether an entry was added.</returns>
    internal bool Begin(LeaderEpoch epoch, long startOffset)
    {
        if (epoch.Value < 0 || epoch <= LatestEpoch) return false;
        // An epoch in which nothing was written leaves no trace that could mislead a follower.
        while (_entries.Count > 0 && _entries[^1].StartOffset >= startOffset) _entries.RemoveAt(_entries.Count - 1);
        _entries.Add((epoch, startOffset));
        Revision++;
        return true;
    }

    /// <summary>Forgets the epochs that began at or after a new end of the log.</summary>
    internal void TruncateFromEnd(long endOffset)
    {
        if (_entries.RemoveAll(entry => entry.StartOffset >= endOffset) > 0) Revision++;
    }

    /// <summary>Forgets the epochs that ended before a new start of the log; the one that holds it begins there.</summary>
    internal void TruncateFromStart(long startOffset)
    {
        var containing = _entries.FindLastIndex(entry => entry.StartOffset <= startOffset);
        if (containing < 0 || _entries[containing].StartOffset == startOffset && containing == 0) return;
        _entries[containing] = (_entries[containing].Epoch, startOffset);
        _entries.RemoveRange(0, containing);
        Revision++;
    }

    internal void Clear()
    {
        _entries.Clear();
        Revision++;
    }

    /// <summary>The file's content: version, count, one line of epoch and start offset each.</summary>
    internal byte[] ToBytes()
    {
        var text = new StringBuilder();
        text.Append(Version).Append('\n').Append(_entries.Count).Append('\n');
        foreach (var (epoch, startOffset) in _entries) text.Append(epoch).Append(' ').Append(startOffset).Append('\n');
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Takes over the entries of a file up to the first line that makes no sense.</summary>
    internal void Load(string text)
    {
        _entries.Clear();
        var lines = text.Split('\n');
        if (lines[0].Trim() is not [Version]) return;
        foreach (var line in lines.Skip(2))
        {
            var fields = line.Split(' ', StringSplitOptions.TrimEntries);
            if (fields.Length != 2
                || !int.TryParse(fields[0], CultureInfo.InvariantCulture, out var epoch)
                || !long.TryParse(fields[1], CultureInfo.InvariantCulture, out var startOffset)) break;
            if (epoch > LatestEpoch.Value && (_entries.Count == 0 || startOffset > _entries[^1].StartOffset))
                _entries.Add((new LeaderEpoch(epoch), startOffset));
        }
    }
}
