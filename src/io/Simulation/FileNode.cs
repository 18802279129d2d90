namespace Levada.Simulation;

/// <summary>A file apart from its names: what readers see, what the platter holds, and the changes between the two.</summary>
internal sealed class FileNode : DiskNode
{
    private const int SectorBytes = 512;

    private FileContent _visible = new();
    private FileContent _durable = new();
    private List<PendingChange> _pending = [];
    private bool _hasDroppedPages;

    public long LastWriteTimeMs { get; set; }
    public int Length => _visible.Length;

    /// <summary>Bytes reserved on the disk: the length, or more after a preallocation.</summary>
    public long ReservedBytes { get; private set; }

    public int Read(Span<byte> destination, long position) => _visible.Read(destination, position);

    public void Write(ReadOnlySpan<byte> bytes, long position) => Change(new PendingChange(bytes.ToArray(), position));

    public void SetLength(long length)
    {
        Change(new PendingChange(null, length));
        ReservedBytes = length;
    }

    public void Reserve(long end) => ReservedBytes = Math.Max(ReservedBytes, end);

    public void Flush()
    {
        foreach (var change in _pending) _durable.Apply(change);
        _pending.Clear();
    }

    /// <summary>A flush that failed: some changes reached the platter, the rest are clean pages that never will.</summary>
    public void FailFlush(SeededRandom random, DiskFaults faults)
    {
        _durable = ComposeAfterPowerLoss(random, faults with { BitFlipProbability = 0 });
        _pending.Clear();
        _hasDroppedPages = true;
        if (random.NextBoolean()) EvictDroppedPages();
    }

    /// <summary>Clean pages may leave the cache at any time; those a failed flush dropped then read as the platter has them.</summary>
    public void EvictDroppedPages()
    {
        if (!_hasDroppedPages) return;
        _hasDroppedPages = false;
        _visible = _durable.Copy();
        foreach (var change in _pending) _visible.Apply(change);
    }

    /// <summary>The file as it could come back: flushed bytes, and of the others any mixture.</summary>
    public FileNode AfterPowerLoss(SeededRandom random, DiskFaults faults)
    {
        var content = ComposeAfterPowerLoss(random, faults);
        return new FileNode
        {
            _visible = content,
            _durable = content.Copy(),
            ReservedBytes = content.Length,
            LastWriteTimeMs = LastWriteTimeMs,
        };
    }

    private void Change(PendingChange change)
    {
        _visible.Apply(change);
        _pending.Add(change);
        ReservedBytes = Math.Max(ReservedBytes, _visible.Length);
    }

    private FileContent ComposeAfterPowerLoss(SeededRandom random, DiskFaults faults)
    {
        var content = _durable.Copy();
        // All lost and all kept are the commonest outcomes of real power loss and the rarest of independent coins.
        var keepProbability = random.Next(4) switch { 0 => 0.0, 1 => 1.0, _ => 0.5 };
        foreach (var change in _pending)
        {
            if (change.Bytes is { } bytes)
            {
                KeepSectors(content, bytes, change.Position, keepProbability, random, faults);
                if (random.NextBoolean(keepProbability)) content.Grow(change.Position + bytes.Length);
            }
            else if (random.NextBoolean(keepProbability))
            {
                content.SetLength(change.Position);
            }
        }

        return content;
    }

    private static void KeepSectors(
        FileContent content, byte[] bytes, long position, double keepProbability, SeededRandom random, DiskFaults faults)
    {
        var isWhole = !faults.HasTornWrites;
        var isKept = random.NextBoolean(keepProbability);
        for (var done = 0; done < bytes.Length;)
        {
            var count = (int)Math.Min(bytes.Length - done, SectorBytes - ((position + done) % SectorBytes));
            if (isWhole ? isKept : random.NextBoolean(keepProbability))
            {
                content.Place(bytes.AsSpan(done, count), position + done);
                if (faults.BitFlipProbability > 0 && random.NextBoolean(faults.BitFlipProbability))
                    content.FlipBit(position + done + random.Next(count), random.Next(8));
            }

            done += count;
        }
    }
}
