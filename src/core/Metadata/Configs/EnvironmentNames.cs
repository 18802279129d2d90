using System.Text;

namespace Levada.Metadata.Configs;

/// <summary>The container images' rule from environment variables to configuration names.</summary>
/// <remarks>After <c>KAFKA_</c>, in lower case: three underscores stand for a hyphen, two for an underscore, one for a dot.</remarks>
public static class EnvironmentNames
{
    private const string Prefix = "KAFKA_";

    // Variables of the images' own scripts, which name no configuration.
    private static readonly string[] OfScripts =
    [
        "KAFKA_VERSION", "KAFKA_HOME", "KAFKA_HEAP_OPTS", "KAFKA_OPTS", "KAFKA_JMX_OPTS", "KAFKA_JMX_PORT", "KAFKA_JMX_HOSTNAME",
        "KAFKA_JVM_PERFORMANCE_OPTS", "KAFKA_GC_LOG_OPTS", "KAFKA_DEBUG", "KAFKA_CLUSTER_ID", "KAFKA_SSL_KEYSTORE_FILENAME",
        "KAFKA_SSL_KEYSTORE_CREDENTIALS", "KAFKA_SSL_KEY_CREDENTIALS", "KAFKA_SSL_TRUSTSTORE_FILENAME",
        "KAFKA_SSL_TRUSTSTORE_CREDENTIALS",
    ];

    /// <summary>The configuration name a variable stands for, or null when it stands for none.</summary>
    public static string? ToConfigName(string variable)
    {
        if (!variable.StartsWith(Prefix, StringComparison.Ordinal) || variable.Length == Prefix.Length) return null;
        if (OfScripts.Contains(variable) || variable.Contains("LOG4J", StringComparison.Ordinal)) return null;
        var name = new StringBuilder(variable.Length);
        var rest = variable.AsSpan(Prefix.Length);
        while (rest.Length > 0)
        {
            var count = 0;
            while (count < 3 && count < rest.Length && rest[count] == '_') count++;
            name.Append(count switch { 0 => char.ToLowerInvariant(rest[0]), 1 => '.', 2 => '_', _ => '-' });
            rest = rest[Math.Max(count, 1)..];
        }

        return name.ToString();
    }
}
