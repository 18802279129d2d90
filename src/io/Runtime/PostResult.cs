namespace Levada.Runtime;

/// <summary>What became of a command given to a loop.</summary>
public enum PostResult
{
    Accepted,

    /// <summary>The inbox is at its bound: the sender must wait or refuse.</summary>
    Full,

    /// <summary>The loop has ended and takes nothing more.</summary>
    Closed,
}
