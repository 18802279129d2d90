namespace Levada.History.Events;

/// <summary>The acknowledgement types of KIP-932 and KIP-1222, with their numbers on the wire.</summary>
public enum AcknowledgeType
{
    Accept = 1,
    Release = 2,
    Reject = 3,

    /// <summary>Not done yet: the lock begins anew.</summary>
    Renew = 4,
}
