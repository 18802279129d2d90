using Levada.Sqoop.Tests.Harness;

namespace Levada.Sqoop.Tests.Acceptance;

/// <summary>Which rows and columns an import reads.</summary>
public sealed class ImportSelectionCases : AcceptanceCase
{
    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void IMP_11_Columns_stand_in_the_order_asked_for(Product product)
    {
        Use(product);
        Succeed("import $C --table emp --columns name,id --target-dir $D -m 1");
        Holds(D, ("part-m-00000", Lines("Aaron,1", "Bob,2", "Fred,3")));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void IMP_13_A_condition_chooses_rows(Product product)
    {
        Use(product);
        Succeed("""import $C --table t4 --where "b > 4" --target-dir $D -m 1""");
        Holds(D, ("part-m-00000", Lines("1,8", "3,6")));
    }

    [Fact]
    public void IMP_14_A_condition_may_have_two_clauses()
    {
        Use(Product.MariaDb);
        Succeed("""import $C --table t4 --where "a > 4 AND b < 3" --target-dir $D -m 1""");
        Holds(D, ("part-m-00000", Lines("7,2")));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void IMP_28_A_query_is_imported_where_its_conditions_stand(Product product)
    {
        Use(product);
        Succeed("import $C --query 'SELECT a, b FROM t4 WHERE b > 4 AND $CONDITIONS' --target-dir $D -m 1");
        Holds(D, ("part-m-00000", Lines("1,8", "3,6")));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void IMP_29_A_join_is_split_by_a_qualified_column(Product product)
    {
        Use(product);
        Succeed("""
            import $C --query 'SELECT t4.a, t4.b, nums.v FROM t4 JOIN nums ON (t4.a = nums.id) WHERE $CONDITIONS'
            --split-by t4.a --target-dir $D -m 2
            """);
        Assert.Equal(["_SUCCESS", "part-m-00000", "part-m-00001"], FileTree.Names(D));
        Assert.Equal(["1,8,v1", "3,6,v3"], SortedLines(Path.Combine(D, "part-m-00000")));
        Assert.Equal(["5,4,v5", "7,2,v7"], SortedLines(Path.Combine(D, "part-m-00001")));
    }

    [Fact]
    public void IMP_30_A_query_without_the_place_for_conditions_is_refused()
    {
        Use(Product.MariaDb);
        Refuse("import $C --query 'SELECT a FROM t4' --target-dir $D -m 1", "must contain '$CONDITIONS' in WHERE clause");
    }

    [Fact]
    public void IMP_33_A_table_and_a_query_exclude_each_other()
    {
        Use(Product.MariaDb);
        Refuse(
            "import $C --table t4 --query 'SELECT a FROM t4 WHERE $CONDITIONS' --target-dir $D -m 1",
            "Cannot specify --query and --table together.");
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void IMP_35_A_column_name_that_is_there_twice_is_refused(Product product)
    {
        Use(product);
        Refuse("import $C --query 'SELECT a, b AS a FROM t4 WHERE $CONDITIONS' --target-dir $D -m 1", "Duplicate Column identifier specified: 'a'");
    }
}
