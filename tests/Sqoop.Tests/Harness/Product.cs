namespace Levada.Sqoop.Tests.Harness;

public enum Product
{
    MariaDb,
    PostgreSql,
    Sqlite,
}
