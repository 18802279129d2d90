using System.Collections.Immutable;
using Levada.Databases.MySql;
using Levada.Transfer;
using Levada.Transfer.Urls;

namespace Levada.Databases.Urls;

/// <summary>The settings that a JDBC URL of MySQL or MariaDB asks for, in the words of either product's driver.</summary>
/// <remarks>Sources: MySQL Connector/J, "Configuration Properties"; "About MariaDB Connector/J".</remarks>
internal static class MySqlUrl
{
    private const int ConnectSecondsDefault = 30;
    private const string LocalZone = "LOCAL";
    private const string ServerZone = "SERVER";

    public static MySqlSettings SettingsOf(JdbcUrl url, DatabaseRequest request)
    {
        var reader = new UrlPropertyReader(url.Properties.Add(request.Parameters), request.Warn);
        var tls = MySqlUrlTls.Of(reader, url.Scheme.EndsWith("mariadb", StringComparison.Ordinal));
        var settings = new MySqlSettings(
            url.Hosts.IsEmpty ? [new MySqlEndpoint("localhost")] : [.. url.Hosts.Select(host => new MySqlEndpoint(host.Name, host.Port ?? MySqlEndpoint.PortDefault))],
            url.Database.Length == 0 ? null : url.Database,
            request.UserName ?? url.UserName ?? reader.Text("user"),
            request.Password ?? url.Password ?? reader.Text("password"))
        {
            Tls = tls.Mode,
            TrustedCertificatesFile = tls.TrustedCertificatesFile,
            ClientCertificateFile = tls.ClientCertificateFile,
            ClientKeyFile = tls.ClientKeyFile,
            IsPublicKeyRetrievalAllowed = reader.Flag("allowPublicKeyRetrieval") ?? false,
            IsCompressed = reader.Flag("useCompression") ?? false,
            ConnectSeconds = Seconds(reader, "connectTimeout") ?? ConnectSecondsDefault,
            CommandSeconds = Seconds(reader, "socketTimeout") ?? 0,
            IsTinyInt1Boolean = reader.Flag("tinyInt1isBit") ?? true,
            ZeroDates = ZeroDatesOf(reader.Text("zeroDateTimeBehavior")),
            TimeZone = ZoneOf(reader, request),
            IsStrict = reader.Flag("jdbcCompliantTruncation") ?? true,
            SessionVariables = Assignments(reader.Text("sessionVariables") ?? ""),
            MetadataIsolation = request.MetadataIsolation,
            Warn = request.Warn,
        };
        reader.Accept(["user", "password", .. MySqlUrlNames.Harmless]);
        reader.WarnOfOthers();
        return settings;
    }

    // Milliseconds there, seconds here: a part of one counts as a whole.
    private static int? Seconds(UrlPropertyReader reader, string name) => reader.Milliseconds(name) is { } time ? (int)Math.Ceiling(time.TotalSeconds) : null;

    private static ZeroDates ZeroDatesOf(string? name) => name?.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant() switch
    {
        null or "" or "converttonull" => ZeroDates.Null,
        "round" => ZeroDates.Round,
        "exception" => ZeroDates.Refuse,
        _ => throw new TransferException("The connection property zeroDateTimeBehavior takes convertToNull, round or exception."),
    };

    private static string? ZoneOf(UrlPropertyReader reader, DatabaseRequest request) =>
        reader.Text("connectionTimeZone", "serverTimezone", "timezone")?.Trim() switch
        {
            null or "" => null,
            var zone when zone.Equals(LocalZone, StringComparison.OrdinalIgnoreCase) => request.TimeZone,
            var zone when zone.Equals(ServerZone, StringComparison.OrdinalIgnoreCase) => null,
            var zone => zone,
        };

    /// <summary>Splits at commas and semicolons outside quotes and parentheses.</summary>
    private static ImmutableArray<string> Assignments(string text)
    {
        var parts = ImmutableArray.CreateBuilder<string>();
        var (start, depth, quote) = (0, 0, '\0');
        for (var index = 0; index <= text.Length; index++)
        {
            var letter = index == text.Length ? ',' : text[index];
            if (quote != '\0' && index < text.Length)
            {
                quote = letter == quote ? '\0' : quote;
                continue;
            }
            quote = letter is '\'' or '"' or '`' ? letter : '\0';
            depth += letter switch { '(' => 1, ')' => -1, _ => 0 };
            if (index < text.Length && (depth > 0 || letter is not (',' or ';')))
                continue;
            if (text[start..index].Trim() is { Length: > 0 } part)
                parts.Add(part);
            start = index + 1;
        }
        return parts.ToImmutable();
    }
}
