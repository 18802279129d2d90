using Levada.Sqoop.Tests.Harness;

namespace Levada.Sqoop.Tests.Acceptance;

/// <summary>Saved jobs.</summary>
public sealed class JobCases : AcceptanceCase
{
    private const string Create =
        "job -Dsqoop.metastore.client.record.password=true --create j1 -- import $C --table inc --incremental append --check-column id --target-dir $D -m 1";

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void JOB_01_A_saved_job_goes_on_from_its_last_value(Product product)
    {
        UseInc(product);
        Succeed(Create);
        Assert.Equal(["Available jobs:", "  j1"], Print("job --list").OutputLines);
        Succeed("job --exec j1");
        HoldsUnmarked(D, ("part-m-00000", Numbered("#,r#", 0, 9)));
        Database.Run("INSERT INTO inc VALUES (10,'r10');");
        Succeed("job --exec j1");
        HoldsUnmarked(D, ("part-m-00000", Numbered("#,r#", 0, 9)), ("part-m-00001", "10,r10\n"));
        var shown = Print("job --show j1").OutputLines;
        Assert.Contains("incremental.last.value = 10", shown);
        Assert.Contains("incremental.col = id", shown);
        Assert.Contains("db.table = inc", shown);
    }

    [Fact]
    public void JOB_01_Without_a_stored_password_each_run_asks_for_it()
    {
        UseFresh(Product.MariaDb);
        Succeed("job --create j1 -- import $C --table inc --incremental append --check-column id --target-dir $D -m 1");
        Succeed("job --exec j1", Database.Password + "\n");
        HoldsUnmarked(D, ("part-m-00000", Numbered("#,r#", 0, 9)));
        var refused = Run("job --exec j1", "not the password\n");
        Assert.Equal(1, refused.ExitCode);
        Assert.DoesNotContain("not the password", refused.Log + refused.Output);
    }

    [Fact]
    public void JOB_03_A_name_is_given_once()
    {
        UseInc(Product.Sqlite);
        Succeed(Create);
        var before = Print("job --show j1").Output;
        Refuse("job --create j1 -- import $C --table nums --target-dir $D2", "j1", "already exists");
        Assert.Equal(before, Print("job --show j1").Output);
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void JOB_05_An_argument_of_a_run_is_for_that_run_only(Product product)
    {
        UseInc(product);
        Succeed(Create);
        Succeed("job --exec j1 -- --target-dir $D2");
        HoldsUnmarked(D2, ("part-m-00000", Numbered("#,r#", 0, 9)));
        Assert.False(Directory.Exists(D));
        Assert.Contains($"hdfs.target.dir = {D}", Print("job --show j1").OutputLines);
    }

    private void UseInc(Product product) =>
        UseNew(product, "CREATE TABLE inc (id INT NOT NULL PRIMARY KEY, v VARCHAR(16));"
            + $"INSERT INTO inc VALUES {string.Join(',', Enumerable.Range(0, 10).Select(i => $"({i},'r{i}')"))};");
}
