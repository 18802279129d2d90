using Levada.Sqoop.Tests.Harness;

namespace Levada.Sqoop.Tests.Robustness;

/// <summary>Ctrl-C ends a run, on the server as well, and leaves nothing unfinished.</summary>
public sealed class InterruptionTests : AcceptanceCase
{
    private const int InterruptedExitCode = 130;

    // A row takes so long that only the end of the test's patience would let the query finish by itself.
    [Theory]
    [InlineData(Product.MariaDb, "SELECT seq AS id, SLEEP(2) AS s FROM seq_1_to_400 WHERE $CONDITIONS", "seq")]
    [InlineData(Product.PostgreSql, "SELECT id, pg_sleep(2) IS NULL AS s FROM generate_series(1, 400) AS g(id) WHERE $CONDITIONS", "id")]
    public void Ctrl_C_ends_an_import_and_its_queries(Product product, string query, string key)
    {
        UseFresh(product);
        Put("d/part-m-00000", "old\n");
        using var import = Start(
            $"import $C --query '{query}' --split-by {key} --boundary-query 'SELECT 1,400' --target-dir $D --delete-target-dir -m 2");
        Eventually.True(() => import.HasExited || Database.ActiveStatementCount() >= 2, "both tasks read");
        import.Signal(SqoopProcess.SigInt);
        var run = import.End();
        Assert.True(run.ExitCode == InterruptedExitCode, run.ToString());
        HoldsUnmarked(D, ("part-m-00000", "old\n"));
        Eventually.True(() => Database.ActiveStatementCount() == 0, "no query is left on the server");
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void Ctrl_C_between_rows_leaves_no_target(Product product)
    {
        UseFresh(product);
        Fill();
        using var import = Start("import $C --table many --target-dir $D -m 2 --throttle 50");
        Eventually.True(() => import.HasExited || FileTree.Names(Work).Any(name => name.StartsWith(".d.")), "the import stages files");
        import.Signal(SqoopProcess.SigInt);
        var run = import.End();
        Assert.True(run.ExitCode == InterruptedExitCode, run.ToString());
        Assert.Empty(FileTree.Names(Work));
        Eventually.True(() => Database.ActiveStatementCount() == 0, "no query is left on the server");
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    public void Ctrl_C_during_a_staged_export_leaves_the_target_table_alone(Product product)
    {
        UseNew(product, "CREATE TABLE t (id INT NOT NULL PRIMARY KEY); CREATE TABLE stage (id INT NOT NULL PRIMARY KEY);");
        Put("d/p", Numbered("#", 1, 20_000));
        using var export = Start(
            "export -Dsqoop.export.statements.per.transaction=1 $C --table t --staging-table stage --export-dir $D -m 1 --throttle 100");
        Eventually.True(() => export.HasExited || Database.Count("SELECT COUNT(*) FROM stage") > 0, "the first rows are staged");
        export.Signal(SqoopProcess.SigInt);
        var run = export.End();
        Assert.True(run.ExitCode == InterruptedExitCode, run.ToString());
        Assert.Equal(0, Database.Count("SELECT COUNT(*) FROM t"));
        Succeed("export $C --table t --staging-table stage --clear-staging-table --export-dir $D -m 2");
        Assert.Equal(20_000, Database.Count("SELECT COUNT(*) FROM t"));
    }

    private void Fill() => Database.Run("CREATE TABLE many (id INT NOT NULL PRIMARY KEY);"
        + $"INSERT INTO many VALUES {string.Join(',', Enumerable.Range(0, 5000).Select(i => $"({i})"))};");
}
