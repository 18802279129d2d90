using System.Text.RegularExpressions;
using Levada.Transfer.Options;

namespace Levada.Transfer.CommandLine.Arguments;

/// <summary>What must not be shown or stored.</summary>
public static partial class Secrets
{
    /// <summary>What stands in place of a secret.</summary>
    public const string Mask = "********";

    /// <summary>Whether a property's name says that its value is a secret.</summary>
    public static bool IsSecretName(string name) => SecretName().IsMatch(name);

    /// <summary>A JDBC URL with its passwords masked.</summary>
    public static string MaskUrl(string url) => UserInUrl().Replace(PasswordInUrl().Replace(url, "$1" + Mask), "$1" + Mask + "@");

    /// <summary>A JDBC URL without the password that stands in it.</summary>
    /// <param name="password">What was taken out; null: nothing.</param>
    public static string StripUrl(string url, out string? password)
    {
        password = null;
        if (PasswordInUrl().Match(url) is { Success: true } property)
        {
            password = property.Groups[2].Value;
            var rest = url[(property.Index + property.Length)..];
            // "?password=x&a=b" leaves "?a=b", ";password=x;a=b" leaves ";a=b".
            return url[..property.Index] + (property.Value[0] == '?' && rest.StartsWith('&') ? $"?{rest[1..]}" : rest);
        }

        if (PasswordOfUser().Match(url) is not { Success: true } user) return url;
        password = user.Groups[2].Value;
        return $"{url[..user.Index]}{user.Groups[1].Value}@{url[(user.Index + user.Length)..]}";
    }

    /// <summary>Forgets all ways to a password: the newest one given replaces the others.</summary>
    internal static ConnectOptions Clear(ConnectOptions connect) =>
        connect with { Password = null, IsPasswordAsked = false, PasswordFile = null, PasswordAlias = null };

    internal static OptionSpec Mark(OptionSpec option) =>
        option with { IsSecret = true, Stored = option.Stored is null ? null : option.Stored with { IsSecret = true } };

    [GeneratedRegex("password|passwd|passphrase|secret|session\\.token", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex("([?&;](?:password|pwd)=)([^&;]*)", RegexOptions.IgnoreCase)]
    private static partial Regex PasswordInUrl();

    [GeneratedRegex("(//[^/@:?]+):([^/@]+)@")]
    private static partial Regex PasswordOfUser();

    // jdbc:oracle:thin:scott/tiger@host and //user:password@host.
    [GeneratedRegex("((?:thin|oci):[^/@:]+/|//[^/@:?]+:)[^/@]+@", RegexOptions.IgnoreCase)]
    private static partial Regex UserInUrl();
}
