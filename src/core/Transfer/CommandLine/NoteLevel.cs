namespace Levada.Transfer.CommandLine;

/// <summary>How loud a note is.</summary>
public enum NoteLevel
{
    Info,
    Warn,
    Error,
}
