using Levada.Transfer;
using Levada.Transfer.Options;

namespace Levada.Sqoop.Passwords;

/// <summary>Fetches the password that the options ask for, when a connection is to be made.</summary>
internal sealed class PasswordSource(Surroundings surroundings)
{
    private const string Question = "Enter password: ";

    /// <summary>The password; null: none was asked for.</summary>
    /// <exception cref="TransferException">It cannot be had.</exception>
    public string? Fetch(TransferOptions options) => options.Connect switch
    {
        { IsPasswordAsked: true } => surroundings.AskSecret(Question)
            ?? throw new TransferException("The password was asked for, and there was none to read."),
        { PasswordFile: { } file } => new PasswordFile(surroundings.Log.Warn).Read(file, options.Properties),
        { PasswordAlias: { } alias } => new PasswordAlias(surroundings.Variable).Resolve(alias, options.Properties),
        var connect => connect.Password,
    };
}
