namespace Levada.Coordination.Share;

/// <summary>What a member says about a record that it acquired (KIP-932, KIP-1222).</summary>
public enum AcknowledgeType : sbyte
{
    /// <summary>There is no record at the offset.</summary>
    Gap = 0,

    Accept = 1,
    Release = 2,
    Reject = 3,

    /// <summary>Still working on it: the lock starts anew.</summary>
    Renew = 4,
}
