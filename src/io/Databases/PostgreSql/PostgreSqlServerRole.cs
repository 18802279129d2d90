namespace Levada.Databases.PostgreSql;

/// <summary>Which of several servers is wanted: the values of <c>targetServerType</c>.</summary>
public enum PostgreSqlServerRole
{
    Any,
    Primary,
    Secondary,
    PreferSecondary,
    PreferPrimary,
}
