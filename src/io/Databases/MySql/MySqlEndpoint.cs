namespace Levada.Databases.MySql;

/// <summary>A place where a server listens.</summary>
internal sealed record MySqlEndpoint(string Host, int Port = MySqlEndpoint.PortDefault)
{
    public const int PortDefault = 3306;

    public override string ToString() => $"{Host}:{Port}";
}
