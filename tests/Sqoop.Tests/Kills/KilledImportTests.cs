using Levada.Sqoop.Tests.Harness;

namespace Levada.Sqoop.Tests.Kills;

/// <summary>A killed import has changed nothing or all; the next run brings order.</summary>
public sealed class KilledImportTests : AcceptanceCase
{
    private const int TaskCount = 4;

    public KilledImportTests() => UseNew(Product.Sqlite, """
        CREATE TABLE many (id INTEGER NOT NULL PRIMARY KEY, v VARCHAR(40));
        INSERT INTO many WITH RECURSIVE seq(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM seq WHERE n < 20000) SELECT n, 'a text of some length, number ' || n FROM seq;
        """);

    [Theory]
    [InlineData(KillMoment.Any)]
    [InlineData(KillMoment.Step)]
    public void A_target_is_missing_or_whole(KillMoment moment)
    {
        const string Line = "import $C --table many --target-dir $D";
        var whole = "";
        new KillTrials(moment, (program, leading) => StartBy(program, leading, Line)).Run(
            () => Clear(D),
            () => whole = FileTree.Render(D),
            () =>
            {
                if (Directory.Exists(D)) Assert.Equal(whole, FileTree.Render(D));
                var next = Run(Line);
                // The killed run had decided to commit: the next one finishes that, and then finds a target.
                if (next.ExitCode != 0) Assert.Contains("already exists", next.Log);
                Assert.Equal(whole, FileTree.Render(D));
                Assert.Equal(["d"], FileTree.Names(Work));
            });
    }

    [Theory]
    [InlineData(KillMoment.Any)]
    [InlineData(KillMoment.Step)]
    public void A_target_to_be_replaced_is_the_old_or_the_new_one(KillMoment moment)
    {
        const string Line = "import $C --table many --target-dir $D --delete-target-dir";
        var whole = "";
        new KillTrials(moment, (program, leading) => StartBy(program, leading, Line)).Run(
            () =>
            {
                Clear(D);
                Put("d/old", "old\n");
            },
            () => whole = FileTree.Render(D),
            () =>
            {
                Assert.Contains(FileTree.Render(D), new[] { whole, FileTree.Render([("old", "old\n")]) });
                Succeed(Line);
                Assert.Equal(whole, FileTree.Render(D));
                Assert.Equal(["d"], FileTree.Names(Work));
            });
    }

    [Theory]
    [InlineData(KillMoment.Any)]
    [InlineData(KillMoment.Step)]
    public void An_append_is_done_once_or_not_at_all(KillMoment moment)
    {
        const string Line = "import $C --table many --target-dir $D --append";
        Succeed(Line);
        var parts = Parts();
        var count = parts.Length;
        new KillTrials(moment, (program, leading) => StartBy(program, leading, Line)).Run(
            () => count = Parts().Length,
            () => Assert.Equal(count + TaskCount, Parts().Length),
            () =>
            {
                Assert.Equal(Repeated(parts, count), Parts().Take(count));
                Succeed(Line);
                var all = Parts();
                Assert.Contains(all.Length, new[] { count + TaskCount, count + (2 * TaskCount) });
                Assert.Equal(Repeated(parts, all.Length), all);
                Assert.Equal(["d"], FileTree.Names(Work));
            });
    }

    [Fact]
    public void An_interrupted_import_that_is_resumed_reads_only_what_is_left()
    {
        Database.Run("DELETE FROM many WHERE id > 400;");
        const string Line = "import $C --table many --target-dir $D -m 2 --split-limit 20";
        Succeed(Line);
        var whole = FileTree.Render(D);
        Clear(D);
        using (var import = Start(Line + " --resume --throttle 20"))
        {
            Eventually.True(() => import.HasExited || Directory.GetFiles(Work, "resume", Hidden).Length > 0, "the first part is done and noted");
            import.Kill();
        }

        Assert.False(Directory.Exists(D));
        var resumed = Succeed(Line + " --resume");
        Assert.Contains("Going on from an interrupted import", resumed.Log);
        Assert.Contains("Retrieved 400 records.", resumed.Log);
        Assert.Equal(whole, FileTree.Render(D));
        Assert.Equal(["d"], FileTree.Names(Work));
    }

    private static EnumerationOptions Hidden => new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None };

    private static void Clear(string folder)
    {
        if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
    }

    private static IEnumerable<string> Repeated(string[] parts, int count) => Enumerable.Range(0, count).Select(i => parts[i % parts.Length]);

    /// <summary>The contents of the target's files, in the order of their names.</summary>
    private string[] Parts()
    {
        var names = FileTree.Names(D);
        Assert.Equal(Enumerable.Range(0, names.Count).Select(i => $"part-m-{i:D5}"), names);
        return [.. names.Select(name => FileTree.Read(Path.Combine(D, name)))];
    }
}
