using System.Collections.Immutable;
using System.Text;
using Levada.Transfer;
using Levada.Transfer.CommandLine.Arguments;

namespace Levada.Sqoop.Passwords;

/// <summary>Finds the password of <c>--password-alias</c>: in a file of <c>alias=password</c> lines, else in an environment variable.</summary>
/// <param name="variable">Environment variables.</param>
internal sealed class PasswordAlias(Func<string, string?> variable)
{
    private const string ProviderPath = "hadoop.security.credential.provider.path";
    private const string VariablePrefix = "SQOOP_PASSWORD_";

    /// <exception cref="TransferException">Nobody knows the alias.</exception>
    public string Resolve(string alias, ImmutableSortedDictionary<string, string> properties)
    {
        foreach (var provider in properties.GetValueOrDefault(ProviderPath, "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (FindInFile(provider, alias) is { } password) return password;
        return variable(VariableOf(alias)) ?? throw new TransferException(
            $"Unable to process alias {alias}: set the environment variable {VariableOf(alias)}, or -D {ProviderPath}=FILE "
            + "to a properties file with a line alias=password.");
    }

    /// <summary>The variable of an alias: letters in upper case, all other characters but digits as <c>_</c>.</summary>
    public static string VariableOf(string alias) => VariablePrefix + string.Concat(
        alias.Select(static c => char.IsAsciiLetterOrDigit(c) ? char.ToUpperInvariant(c) : '_'));

    private static string? FindInFile(string provider, string alias)
    {
        if (provider.Contains("jceks:", StringComparison.OrdinalIgnoreCase) || provider.StartsWith("bcfks:", StringComparison.OrdinalIgnoreCase))
        {
            throw new TransferException(
                $"Unable to process alias {alias}: Java key stores ({provider}) are not read. "
                + $"Write the password into the environment variable {VariableOf(alias)} or into a properties file that {ProviderPath} names.");
        }

        try
        {
            var text = File.ReadAllText(LocalFile.PathOf(provider), Encoding.UTF8);
            return JavaProperties.Parse(text).Where(pair => pair.Key == alias).Select(static pair => pair.Value).FirstOrDefault();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new TransferException($"Unable to process alias {alias}: {e.Message}", e);
        }
    }
}
