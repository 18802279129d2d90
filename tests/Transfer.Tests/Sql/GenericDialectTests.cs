using Levada.Transfer.Sql;

namespace Levada.Transfer.Tests.Sql;

public sealed class GenericDialectTests
{
    [Fact]
    public void Names_stand_as_they_are() => Assert.Equal("s.t", new GenericDialect("x").Table(new TableName("t", "s")));

    [Fact]
    public void Oracle_knows_no_AS_before_an_alias_and_has_its_own_clock()
    {
        var oracle = new GenericDialect("Oracle");
        Assert.Equal("(SELECT 1) t1", oracle.Derived("SELECT 1", "t1"));
        Assert.Equal("SELECT SYSDATE FROM DUAL", oracle.CurrentTimestamp);
        Assert.True(oracle.CanStage);
    }

    [Fact]
    public void Staging_and_upsert_are_refused_where_Sqoop_refuses_them()
    {
        var other = new GenericDialect("x");
        Assert.Equal((false, false), (other.CanStage, other.CanUpsert));
        Assert.Equal("SELECT CURRENT_TIMESTAMP", other.CurrentTimestamp);
    }
}
