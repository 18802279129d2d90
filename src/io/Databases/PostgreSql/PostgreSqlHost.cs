namespace Levada.Databases.PostgreSql;

/// <summary>One server of a connection's list.</summary>
public sealed record PostgreSqlHost(string Name, int Port = PostgreSqlHost.PortDefault)
{
    public const int PortDefault = 5432;
}
