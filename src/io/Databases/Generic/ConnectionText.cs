using System.Data.Common;
using Levada.Transfer;
using Levada.Transfer.Urls;

namespace Levada.Databases.Generic;

/// <summary>Makes a provider's connection string from a JDBC URL: each part goes under the first keyword that the provider knows for it.</summary>
internal static class ConnectionText
{
    private static readonly string[] HostWords = ["Host", "Server", "Data Source", "DataSource"];
    private static readonly string[] SourceWords = ["Data Source", "DataSource", "Database"];
    private static readonly string[] DatabaseWords = ["Database", "Initial Catalog", "DB"];
    private static readonly string[] UserWords = ["User ID", "Username", "User Name", "UID", "User"];
    private static readonly string[] PasswordWords = ["Password", "PWD"];

    public static string Of(DbProviderFactory factory, JdbcUrl url, DatabaseRequest request)
    {
        var builder = factory.CreateConnectionStringBuilder() ?? new DbConnectionStringBuilder();
        var properties = url.Properties.Add(request.Parameters);
        if (url.Hosts.IsEmpty)
            AddSource(builder, url);
        else
            AddHost(builder, url);
        Add(builder, UserWords, request.UserName ?? url.UserName ?? properties["user"], "account");
        Add(builder, PasswordWords, request.Password ?? url.Password ?? properties["password"], "password");
        foreach (var name in properties.Remove("user", "password").Names)
            if (!TryAdd(builder, name, properties[name]!))
                request.Warn($"The connection property {name} is not known to the provider and has no effect.");
        return builder.ConnectionString;
    }

    private static void AddHost(DbConnectionStringBuilder builder, JdbcUrl url)
    {
        var host = url.Hosts[0];
        var hasPort = host.Port is { } port && TryAdd(builder, "Port", port.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Add(builder, HostWords, hasPort ? host.Name : host.ToString(), "host");
        Add(builder, DatabaseWords, url.Database.Length == 0 ? null : url.Database, "database");
    }

    // A file, an alias, a description; or the provider's own connection string.
    private static void AddSource(DbConnectionStringBuilder builder, JdbcUrl url)
    {
        var source = url.Database.Length > 0 ? url.Database : url.Address;
        if (url.Database.Length > 0 || !source.Contains('=', StringComparison.Ordinal))
        {
            Add(builder, SourceWords, source, "database");
            return;
        }
        try
        {
            builder.ConnectionString = source;
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or KeyNotFoundException)
        {
            // The provider's words could quote a password.
            throw new TransferException($"What follows {url.Scheme}: is no connection string that the provider understands.");
        }
    }

    private static void Add(DbConnectionStringBuilder builder, string[] words, string? value, string what)
    {
        if (value is not null && !Array.Exists(words, word => TryAdd(builder, word, value)))
            throw new TransferException($"The provider has no keyword for the {what}: write its own connection string after the scheme of the URL.");
    }

    private static bool TryAdd(DbConnectionStringBuilder builder, string word, string value)
    {
        try
        {
            builder[word] = value;
            return true;
        }
        catch (Exception failure) when (failure is ArgumentException or FormatException or KeyNotFoundException or NotSupportedException)
        {
            return false;
        }
    }
}
