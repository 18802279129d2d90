using Levada.Sqoop.Tests.Harness;

namespace Levada.Sqoop.Tests.Kills;

/// <summary>A killed export with a staging table has moved all rows or none, and can be repeated.</summary>
public sealed class KilledExportTests : AcceptanceCase
{
    private const int RowCount = 20_000;

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void A_staged_export_moves_all_rows_or_none(Product product)
    {
        UseNew(product, """
            CREATE TABLE t (id INT NOT NULL PRIMARY KEY, msg VARCHAR(40));
            CREATE TABLE stage (id INT NOT NULL PRIMARY KEY, msg VARCHAR(40));
            """);
        Put("d/p", Numbered("#,a text of some length", 1, RowCount));
        const string Line = "export $C --table t --staging-table stage --clear-staging-table --export-dir $D -m 2";
        new KillTrials(KillMoment.Any, (program, leading) => StartBy(program, leading, Line)).Run(
            () => Database.Run("DELETE FROM t;"),
            () => Assert.Equal(RowCount, Count()),
            () =>
            {
                // What the server still does for a client that is gone must not come between.
                Eventually.True(() => Database.ConnectionCount() == 0, "the server has noticed");
                Assert.Contains(Count(), new long[] { 0, RowCount });
                Database.Run("DELETE FROM t;");
                Succeed(Line);
                Assert.Equal(RowCount, Count());
                Assert.Equal(0, Database.Count("SELECT COUNT(*) FROM stage"));
            });
    }

    private long Count() => Database.Count("SELECT COUNT(*) FROM t");
}
