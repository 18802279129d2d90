namespace Levada.Transfer.CommandLine;

/// <summary>The command line cannot be run as it stands; the message is what the user reads on standard error.</summary>
internal sealed class UsageException : Exception
{
    /// <summary>The hint that follows most of Sqoop's complaints.</summary>
    public const string Hint = "\nTry --help for usage instructions.";

    public const string NumberExpected = "Error: expected numeric argument.\nTry --help for usage.";

    public UsageException(string message)
        : base(message)
    {
    }
}
