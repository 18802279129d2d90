using Levada.Databases.SqlServer;
using Levada.Transfer;
using Levada.Transfer.Urls;
using Microsoft.Data.SqlClient;

namespace Levada.Databases.Urls;

/// <summary>The settings that a JDBC URL of SQL Server asks for, in the words of Microsoft's driver or of jTDS.</summary>
/// <remarks>Sources: Microsoft JDBC driver, "Setting the connection properties"; the jTDS FAQ.</remarks>
internal static class SqlServerUrl
{
    // What changes nothing in a transfer, or what is always so here.
    private static readonly string[] Harmless =
    [
        "authenticationScheme", "batchSize", "bindAddress", "bufferDir", "bufferMaxMemory", "bufferMinPackets", "cacheBulkCopyMetadata", "cacheMetaData",
        "calcBigDecimalPrecision", "cancelQueryTimeout", "charset", "clientCertificate", "concatNullYieldsNull", "datetimeParameterType", "delayLoadingLobs",
        "disableStatementPooling", "enablePrepareOnFirstPreparedStatementCall", "ignoreOffsetOnDateTimeOffsetConversion", "iPAddressPreference",
        "jaasConfigurationName", "lastUpdateCount", "lobBuffer", "macAddress", "maxResultBuffer", "maxStatements", "namedPipe", "password",
        "prepareMethod", "prepareSQL", "processId", "progName", "quotedIdentifier", "replication", "responseBuffering", "retryExec", "selectMethod",
        "sendTemporalDataTypesAsStringForBulkCopy", "sendTimeAsDatetime", "serverPreparedStatementDiscardThreshold", "serverNameAsACE", "socketKeepAlive",
        "sslProtocol", "statementPoolingCacheSize", "tcpNoDelay", "TDS", "transparentNetworkIPResolution", "useBulkCopyForBatchInsert", "useCursors",
        "useFmtOnly", "useJCIFS", "useKerberos", "useLOBs", "user", "userName", "vectorTypeSupport", "xaEmulation", "xopenStates",
    ];

    public static SqlServerSettings SettingsOf(JdbcUrl url, DatabaseRequest request)
    {
        var reader = new UrlPropertyReader(url.Properties.Add(request.Parameters), request.Warn);
        var password = request.Password ?? url.Password ?? reader.Text("password");
        var builder = ServerOf(url);
        AddAccount(builder, reader, request.UserName ?? url.UserName ?? reader.Text("user", "userName"), password);
        AddEncryption(builder, reader, request.Warn);
        AddOthers(builder, reader);
        var arguments = request.ConnectorArguments;
        var settings = new SqlServerSettings(builder.ConnectionString)
        {
            Secret = password,
            CommandTimeoutSeconds = CommandSeconds(reader),
            LockTimeoutMilliseconds = reader.Number("lockTimeout") is >= 0 and var milliseconds ? milliseconds : null,
            IsUnicodeSent = reader.Flag("sendStringParametersAsUnicode") ?? true,
            Schema = ConnectorArguments.ValueOf(arguments, ConnectorArguments.Schema),
            TableHints = ConnectorArguments.ValueOf(arguments, "--table-hints"),
            IsIdentityInserted = arguments.Contains("--identity-insert"),
        };
        reader.Accept(Harmless);
        reader.WarnOfOthers();
        return settings;
    }

    private static SqlConnectionStringBuilder ServerOf(JdbcUrl url)
    {
        var host = url.Hosts.IsEmpty ? new JdbcHost("localhost", null) : url.Hosts[0];
        // A port says where the instance listens; without one its name has to be asked for.
        var place = host.Port is { } port ? $"{host.Name},{port}" : url.InstanceName is { } instance ? $"{host.Name}\\{instance}" : host.Name;
        return new SqlConnectionStringBuilder
        {
            DataSource = place,
            InitialCatalog = url.Database,
            Pooling = false,
            Enlist = false,
            PersistSecurityInfo = false,
            ApplicationName = "sqoop",
        };
    }

    private static void AddAccount(SqlConnectionStringBuilder builder, UrlPropertyReader reader, string? userName, string? password)
    {
        if (reader.Text("domain") is { Length: > 0 } || reader.Flag("useNTLMv2") == true || reader.Text("authenticationScheme") is "NTLM" or "ntlm")
            throw new TransferException("NTLM accounts of a domain are not supported: use integratedSecurity=true with Kerberos, or an account of SQL Server.");
        if (reader.Text("authentication") is { Length: > 0 } name && !name.Equals("NotSpecified", StringComparison.OrdinalIgnoreCase))
            builder.Authentication = Enum.TryParse<SqlAuthenticationMethod>(name, ignoreCase: true, out var method)
                ? method
                : throw new TransferException("The connection property authentication names a method that is not supported.");
        if (reader.Flag("integratedSecurity") == true)
        {
            builder.IntegratedSecurity = true;
            return;
        }
        if (userName is not null)
            builder.UserID = userName;
        if (password is not null)
            builder.Password = password;
    }

    private static void AddEncryption(SqlConnectionStringBuilder builder, UrlPropertyReader reader, Action<string> warn)
    {
        var encrypt = reader.Text("encrypt");
        var jtds = reader.Text("ssl");
        builder.TrustServerCertificate = reader.Flag("trustServerCertificate") ?? jtds is "require" or "request";
        builder.Encrypt = (encrypt ?? jtds)?.ToLowerInvariant() switch
        {
            null => SqlConnectionEncryptOption.Optional,
            "" or "true" or "yes" or "mandatory" or "require" or "authenticate" => SqlConnectionEncryptOption.Mandatory,
            "false" or "no" or "optional" or "off" or "request" => SqlConnectionEncryptOption.Optional,
            "strict" => SqlConnectionEncryptOption.Strict,
            _ => throw new TransferException("The connection property encrypt takes true, false or strict."),
        };
        if (encrypt is null && jtds is null)
            warn("The JDBC URL names no encrypt: the connection is encrypted only if the server insists. Add encrypt=true to protect it.");
        if (reader.Text("hostNameInCertificate") is { Length: > 0 } host)
            builder.HostNameInCertificate = host;
        if (reader.Text("serverCertificate") is { Length: > 0 } file)
            builder.ServerCertificate = file;
    }

    private static void AddOthers(SqlConnectionStringBuilder builder, UrlPropertyReader reader)
    {
        builder.ConnectTimeout = (int)(reader.Seconds("loginTimeout")?.TotalSeconds ?? 30);
        if (reader.Text("applicationName", "appName") is { Length: > 0 } application)
            builder.ApplicationName = application;
        if (reader.Text("workstationID", "wsid") is { Length: > 0 } workstation)
            builder.WorkstationID = workstation;
        if (reader.Text("failoverPartner") is { Length: > 0 } partner)
            builder.FailoverPartner = partner;
        if (reader.Text("language") is { Length: > 0 } language)
            builder.CurrentLanguage = language;
        if (reader.Text("serverSpn") is { Length: > 0 } service)
            builder.ServerSPN = service;
        if (string.Equals(reader.Text("applicationIntent"), "ReadOnly", StringComparison.OrdinalIgnoreCase))
            builder.ApplicationIntent = ApplicationIntent.ReadOnly;
        builder.MultiSubnetFailover = reader.Flag("multiSubnetFailover") ?? false;
        if (string.Equals(reader.Text("columnEncryptionSetting"), "Enabled", StringComparison.OrdinalIgnoreCase))
            builder.ColumnEncryptionSetting = SqlConnectionColumnEncryptionSetting.Enabled;
        if (reader.Number("packetSize") is >= 512 and <= 32_768 and int packet)
            builder.PacketSize = packet;
        if (reader.Number("connectRetryCount") is >= 0 and <= 255 and int count)
            builder.ConnectRetryCount = count;
        if (reader.Number("connectRetryInterval") is >= 1 and <= 60 and int interval)
            builder.ConnectRetryInterval = interval;
    }

    // socketTimeout counts milliseconds, queryTimeout seconds; no bound is 0 or less.
    private static int CommandSeconds(UrlPropertyReader reader)
    {
        var socket = reader.Number("socketTimeout") is > 0 and int milliseconds ? (int)((milliseconds + 999L) / 1000) : 0;
        return reader.Number("queryTimeout") is > 0 and int seconds ? seconds : socket;
    }
}
