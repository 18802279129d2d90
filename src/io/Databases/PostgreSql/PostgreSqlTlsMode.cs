namespace Levada.Databases.PostgreSql;

/// <summary>How TLS is asked for: the values of <c>sslmode</c>.</summary>
public enum PostgreSqlTlsMode
{
    Disable,
    Allow,
    Prefer,
    Require,

    /// <summary>The server's certificate must be signed by a known authority.</summary>
    VerifyCa,

    /// <summary>And it must name the host.</summary>
    VerifyFull,
}
