namespace Levada.History.Events;

/// <summary>Whether a reader sees records of undecided and aborted transactions.</summary>
public enum Isolation
{
    Uncommitted,
    Committed,
}
