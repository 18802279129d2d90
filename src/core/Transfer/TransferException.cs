namespace Levada.Transfer;

/// <summary>A failure that the user can do something about: its text goes to standard error as it stands, the exit code is 1.</summary>
/// <remarks>Never holds a password, a connection string or a stack of somebody else's words without saying whose.</remarks>
public sealed class TransferException : Exception
{
    public TransferException(string message)
        : base(message)
    {
    }

    public TransferException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
