using Levada.Sqoop.Tests.Harness;

namespace Levada.Sqoop.Tests.Acceptance;

/// <summary>How the tasks of an import share the rows.</summary>
public sealed class ImportSplitCases : AcceptanceCase
{
    [Fact]
    public void IMP_16_A_table_without_a_key_asks_for_a_split_column_or_one_task()
    {
        Use(Product.MariaDb);
        Refuse("import $C --table nokey --target-dir $D", "No primary key could be found for table nokey", "--split-by", "-m 1");
    }

    [Fact]
    public void IMP_17_A_table_without_a_key_is_read_by_one_task_when_that_is_allowed()
    {
        Use(Product.MariaDb);
        var run = Succeed("import $C --table nokey --target-dir $D --autoreset-to-one-mapper");
        Assert.Contains("one task (mapper) reads it", run.Log);
        Holds(D, ("part-m-00000", Lines("1,a", "2,b")));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void IMP_18_Any_number_column_can_split(Product product)
    {
        Use(product);
        Succeed("import $C --table t4 --split-by b --target-dir $D -m 2");
        Assert.Equal(["_SUCCESS", "part-m-00000", "part-m-00001"], FileTree.Names(D));
        Assert.Equal(["5,4", "7,2"], SortedLines(Path.Combine(D, "part-m-00000")));
        Assert.Equal(["1,8", "3,6"], SortedLines(Path.Combine(D, "part-m-00001")));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void IMP_19_A_boundary_query_leaves_out_what_is_beyond_it(Product product)
    {
        Use(product);
        Succeed("""import $C --table t4 --boundary-query "SELECT 3,5" --split-by a --target-dir $D -m 2""");
        Holds(D, ("part-m-00000", Lines("3,6")), ("part-m-00001", ""), ("part-m-00002", Lines("5,4")));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void IMP_21_A_row_without_a_split_value_comes_in_a_file_of_its_own(Product product)
    {
        Use(product);
        Succeed("import $C --table nullsplit --split-by k --target-dir $D -m 2");
        Assert.Equal(["_SUCCESS", "part-m-00000", "part-m-00001", "part-m-00002"], FileTree.Names(D));
        Assert.Equal(["1,a", "2,b"], SortedLines(Path.Combine(D, "part-m-00000")));
        Assert.Equal(["4,d"], SortedLines(Path.Combine(D, "part-m-00001")));
        Assert.Equal(["null,c"], SortedLines(Path.Combine(D, "part-m-00002")));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void IMP_23_The_first_column_of_a_composite_key_splits_with_a_warning(Product product)
    {
        Use(product);
        var run = Succeed("import $C --table compkey --target-dir $D -m 2");
        Assert.Contains(run.Log.Split('\n'), line => line.Contains(" WARN ") && line.Contains("compkey"));
        Holds(D, ("part-m-00000", Lines("1,1,a", "1,2,b")), ("part-m-00001", Lines("2,1,c")), ("part-m-00002", Lines("3,1,d")));
    }

    [Fact]
    public void IMP_24_A_text_key_splits_only_when_that_is_allowed()
    {
        Use(Product.MariaDb);
        Refuse("import $C --table txtkey --target-dir $D -m 2", "org.apache.sqoop.splitter.allow_text_splitter");
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void IMP_25_A_text_key_that_is_allowed_to_split_loses_and_doubles_nothing(Product product)
    {
        Use(product);
        var run = Succeed("import -Dorg.apache.sqoop.splitter.allow_text_splitter=true $C --table txtkey --target-dir $D -m 2");
        Assert.Contains(" WARN ", run.Log);
        var lines = Directory.GetFiles(D, "part-m-*").SelectMany(File.ReadAllLines).Order(StringComparer.Ordinal);
        Assert.Equal(["ID_1,D'Artagnan", "ID_2,Athos", "ID_3,O'Hara", "ID_4,Zed"], lines);
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void IMP_26_A_split_limit_makes_more_files(Product product)
    {
        Use(product);
        Succeed("""import $C --table nums --where "id <= 10" --split-limit 1 --target-dir $D -m 5""");
        Holds(D, [.. Enumerable.Range(0, 10).Select(i => ($"part-m-0000{i}", Lines($"{i + 1},v{i + 1}")))]);
    }
}
