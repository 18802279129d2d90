namespace Levada.Coordination.Share;

/// <summary>Where one record of a share partition stands; the numbers are persisted (KIP-932, KIP-1191).</summary>
public enum RecordState : sbyte
{
    Available = 0,
    Acquired = 1,
    Acknowledged = 2,

    /// <summary>Given up, and on its way to the dead-letter topic.</summary>
    Archiving = 3,

    Archived = 4,
}
