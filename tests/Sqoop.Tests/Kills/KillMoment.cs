namespace Levada.Sqoop.Tests.Kills;

/// <summary>How the moment of a kill is chosen.</summary>
public enum KillMoment
{
    /// <summary>By the clock, anywhere between start and end.</summary>
    Any,

    /// <summary>At a system call that changes a directory or makes a file last: there are few, and all that matters lies between them.</summary>
    Step,
}
