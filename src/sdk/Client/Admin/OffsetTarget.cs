namespace Levada.Client.Admin;

/// <summary>Special timestamps of an offset lookup, as on the wire; any other value is milliseconds since 1970.</summary>
public static class OffsetTarget
{
    public const long Latest = -1;
    public const long Earliest = -2;

    /// <summary>The record with the largest timestamp (brokers from 3.0).</summary>
    public const long MaxTimestamp = -3;
}
