using Levada.Sqoop.Tests.Harness;

namespace Levada.Sqoop.Tests.Robustness;

/// <summary>The whole way of each tool, on machines without a database server as well.</summary>
public sealed class SqliteSmokeTests : AcceptanceCase
{
    public SqliteSmokeTests() => UseFresh(Product.Sqlite);

    [Fact]
    public void Tables_and_rows_can_be_looked_at()
    {
        Assert.Contains("emp", Print("list-tables $C").OutputLines);
        Assert.Contains("| Aaron", Print("eval $C -e 'SELECT name FROM emp WHERE id = 1'").Output);
        Assert.Equal(0, Run("test-connection $C").ExitCode);
    }

    [Theory]
    [InlineData("--as-textfile")]
    [InlineData("--as-textfile -z --fields-terminated-by '\\001' --escaped-by '\\\\'")]
    [InlineData("--as-avrodatafile --compression-codec snappy")]
    [InlineData("--as-parquetfile --compression-codec zstd")]
    [InlineData("--as-sequencefile")]
    public void A_table_makes_the_way_into_files_and_back(string options)
    {
        var before = Database.Rows("SELECT * FROM emp ORDER BY id");
        Succeed($"import $C --table emp --target-dir $D -m 2 {options}");
        Database.Run("DELETE FROM emp;");
        var delimiters = options.Contains("terminated") ? "--input-fields-terminated-by '\\001' --input-escaped-by '\\\\'" : "";
        Succeed($"export $C --table emp --export-dir $D -m 2 {delimiters}");
        Assert.Equal(before, Database.Rows("SELECT * FROM emp ORDER BY id"));
    }

    [Fact]
    public void A_job_is_created_run_shown_and_deleted()
    {
        Succeed("job --create j1 -- import $C --table inc --incremental append --check-column id --target-dir $D -m 2");
        Succeed("job --exec j1");
        Database.Run("INSERT INTO inc VALUES (10,'r10'),(11,'r11');");
        Succeed("job --exec j1");
        Succeed("job --exec j1");
        Assert.Contains("incremental.last.value = 11", Print("job --show j1").OutputLines);
        Assert.Equal(12, Directory.GetFiles(D).Sum(path => File.ReadAllLines(path).Length));
        Succeed("job --delete j1");
        Assert.Equal(["Available jobs:"], Print("job --list").OutputLines);
    }
}
