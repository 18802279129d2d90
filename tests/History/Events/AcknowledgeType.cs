namespace Levada.History.Events;

/// <summary>KIP-932's acknowledgement types, with their numbers on the wire.</summary>
public enum AcknowledgeType
{
    Accept = 1,
    Release = 2,
    Reject = 3,
}
