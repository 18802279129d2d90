using Levada.Sqoop.Tests.Harness;

namespace Levada.Sqoop.Tests.Kills;

/// <summary>What comes in pieces is whole in the end, wherever a run was killed: each row once.</summary>
public sealed class KilledIncrementTests : AcceptanceCase
{
    private const string Merge =
        "import $C --table lm --incremental lastmodified --check-column ts --last-value '2020-02-01' --merge-key id --target-dir $D -m 2";

    [Theory]
    [InlineData(KillMoment.Any)]
    [InlineData(KillMoment.Step)]
    public void A_merge_leaves_the_old_data_or_the_new(KillMoment moment)
    {
        UseNew(Product.Sqlite, """
            CREATE TABLE lm (id INTEGER NOT NULL PRIMARY KEY, v VARCHAR(40), ts TIMESTAMP NULL);
            INSERT INTO lm WITH RECURSIVE seq(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < 5000) SELECT n, 'old ' || n, '2020-01-01 00:00:00' FROM seq;
            """);
        Succeed("import $C --table lm --target-dir $D -m 2");
        Database.Run("""
            UPDATE lm SET v = 'new ' || id, ts = '2020-06-01 00:00:00' WHERE id % 2 = 0;
            INSERT INTO lm VALUES (5001, 'new', '2020-06-01 00:00:00');
            """);
        var old = FileTree.Render(D);
        Copy(D, D2);
        var whole = "";
        new KillTrials(moment, (program, leading) => StartBy(program, leading, Merge)).Run(
            () =>
            {
                Directory.Delete(D, recursive: true);
                Copy(D2, D);
            },
            () =>
            {
                whole = FileTree.Render(D);
                Assert.Equal(5001, Directory.GetFiles(D).Sum(path => File.ReadAllLines(path).Length));
            },
            () =>
            {
                Assert.Contains(FileTree.Render(D), new[] { old, whole });
                Succeed(Merge);
                Assert.Equal(whole, FileTree.Render(D));
                Assert.Equal(["d", "d2"], FileTree.Names(Work));
            });
    }

    [Theory]
    [InlineData(KillMoment.Any)]
    [InlineData(KillMoment.Step)]
    public void A_job_brings_each_row_once(KillMoment moment)
    {
        UseNew(Product.Sqlite, "CREATE TABLE inc (id INTEGER NOT NULL PRIMARY KEY, v VARCHAR(16));");
        Succeed("job --create j1 -- import $C --table inc --incremental append --check-column id --target-dir $D -m 2");
        var count = 0;
        new KillTrials(moment, (program, leading) => StartBy(program, leading, "job --exec j1")).Run(
            () =>
            {
                Database.Run($"INSERT INTO inc WITH RECURSIVE seq(n) AS (SELECT {count + 1} UNION ALL SELECT n + 1 FROM seq WHERE n < {count + 1000}) SELECT n, 'r' || n FROM seq;");
                count += 1000;
            },
            () => Assert.Equal(count, Rows().Count),
            () =>
            {
                var rows = Rows();
                Assert.Distinct(rows);
                Assert.InRange(rows.Count, 0, count);
            });
        Succeed("job --exec j1");
        Assert.Equal(Enumerable.Range(1, count).Select(i => $"{i},r{i}").Order(StringComparer.Ordinal), Rows().Order(StringComparer.Ordinal));
        Succeed("job --exec j1");
        Assert.Equal(count, Rows().Count);
        Assert.Contains($"incremental.last.value = {count}", Print("job --show j1").OutputLines);
        Assert.Equal(["d"], FileTree.Names(Work));
    }

    [Theory]
    [InlineData("")]
    [InlineData("--resume")]
    public void What_a_killed_run_had_staged_goes_with_one_that_finds_nothing_new(string option)
    {
        UseNew(Product.Sqlite, """
            CREATE TABLE inc (id INTEGER NOT NULL PRIMARY KEY, v VARCHAR(16));
            INSERT INTO inc WITH RECURSIVE seq(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < 5000) SELECT n, 'r' || n FROM seq;
            """);
        var line = $"import $C --table inc --incremental append --check-column id --target-dir $D -m 2 {option}";
        using (var import = Start(line + " --throttle 50"))
        {
            Eventually.True(() => import.HasExited || FileTree.Names(Work).Any(name => name.StartsWith(".d.", StringComparison.Ordinal)), "the import stages files");
            import.Kill();
        }

        Assert.NotEmpty(FileTree.Names(Work));
        Assert.Contains("No new rows detected since last import.", Succeed(line + " --last-value 5000").Log);
        Assert.Empty(FileTree.Names(Work));
    }

    private List<string> Rows() => Directory.Exists(D) ? [.. Directory.GetFiles(D).SelectMany(File.ReadAllLines)] : [];

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var path in Directory.GetFiles(from)) File.Copy(path, Path.Combine(to, Path.GetFileName(path)));
    }
}
