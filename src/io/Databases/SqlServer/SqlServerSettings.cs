namespace Levada.Databases.SqlServer;

/// <summary>How a SQL Server is reached and what its sessions are like.</summary>
/// <param name="ConnectionText">The provider's connection string; holds secrets.</param>
internal sealed record SqlServerSettings(string ConnectionText)
{
    /// <summary>What no message may show.</summary>
    public string? Secret { get; init; }

    /// <summary>Seconds that a statement may run; 0: no bound.</summary>
    public int CommandTimeoutSeconds { get; init; }

    /// <summary><c>lockTimeout</c>: milliseconds to wait for a lock; null: no bound.</summary>
    public int? LockTimeoutMilliseconds { get; init; }

    /// <summary><c>sendStringParametersAsUnicode</c>: false sends texts in the database's code page, so that an index over VARCHAR is used.</summary>
    public bool IsUnicodeSent { get; init; } = true;

    /// <summary><c>-- --schema S</c>: where tables are that name no schema themselves; null: the account's own.</summary>
    public string? Schema { get; init; }

    /// <summary><c>-- --table-hints H</c>.</summary>
    public string? TableHints { get; init; }

    /// <summary><c>-- --identity-insert</c>: values of an identity column are written as they come.</summary>
    public bool IsIdentityInserted { get; init; }

    // A record's own text would show the password.
    public override string ToString() => "SQL Server";
}
