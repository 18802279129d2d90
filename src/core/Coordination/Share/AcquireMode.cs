namespace Levada.Coordination.Share;

/// <summary>How strictly the record limit of a share fetch is kept (KIP-1206).</summary>
public enum AcquireMode : sbyte
{
    /// <summary>Whole batches: the last one may go beyond the limit.</summary>
    BatchOptimized = 0,

    /// <summary>Never more records than asked for.</summary>
    RecordLimit = 1,
}
