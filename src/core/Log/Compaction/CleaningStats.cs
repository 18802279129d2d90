namespace Levada.Log.Compaction;

/// <summary>What a cleaning has done so far.</summary>
public sealed class CleaningStats
{
    /// <summary>Bytes of batches read to learn the keys.</summary>
    public long MapBytesRead { get; internal set; }

    /// <summary>Bytes of batches read to copy them.</summary>
    public long BytesRead { get; internal set; }

    public long BytesWritten { get; internal set; }
    public long RecordsRead { get; internal set; }
    public long RecordsWritten { get; internal set; }

    /// <summary>Records without a key, which a compacted log cannot keep.</summary>
    public long KeylessRecords { get; internal set; }

    /// <summary>Keys that the map held.</summary>
    public long KeyCount { get; internal set; }

    /// <summary>Memory that the map took.</summary>
    public long MapBytes { get; internal set; }
}
