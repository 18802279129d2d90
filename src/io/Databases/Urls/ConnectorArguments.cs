using System.Collections.Immutable;

namespace Levada.Databases.Urls;

/// <summary>What a command line says to the connector, behind <c>--</c>.</summary>
internal static class ConnectorArguments
{
    public const string Schema = "--schema";

    /// <summary>The word that follows a name, or stands behind it and an equals sign; null when the name is not there.</summary>
    public static string? ValueOf(ImmutableArray<string> arguments, string name)
    {
        for (var index = 0; index < arguments.Length; index++)
        {
            if (arguments[index] == name && index + 1 < arguments.Length)
                return arguments[index + 1];
            if (arguments[index].StartsWith($"{name}=", StringComparison.Ordinal))
                return arguments[index][(name.Length + 1)..];
        }
        return null;
    }
}
