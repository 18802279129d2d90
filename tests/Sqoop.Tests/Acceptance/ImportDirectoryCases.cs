using Levada.Sqoop.Tests.Harness;

namespace Levada.Sqoop.Tests.Acceptance;

/// <summary>Where an import puts its files.</summary>
public sealed class ImportDirectoryCases : AcceptanceCase
{
    private static readonly string EmpLines =
        Lines("1,Aaron,2009-05-14,1000000.0,engineering", "2,Bob,2009-04-20,400.0,sales", "3,Fred,2009-01-23,15.0,marketing");

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void IMP_01_A_table_becomes_one_text_file_and_a_mark_of_success(Product product)
    {
        Use(product);
        Succeed("import $C --table emp --target-dir $D -m 1");
        Holds(D, ("part-m-00000", EmpLines));
    }

    [Fact]
    public void IMP_01_PostgreSQL_rows_carry_booleans_and_nulls_as_words()
    {
        Use(Product.PostgreSql);
        Succeed("import $C --table emp --target-dir $D -m 1");
        Holds(D, ("part-m-00000", Lines(
            "1,Aaron,2009-05-14,1000000.0,true,engineering", "2,Bob,2009-04-20,400.0,true,sales",
            "3,Fred,2009-01-23,15.0,false,marketing", "4,Mike,null,null,null,null")));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void IMP_02_Four_tasks_share_a_hundred_rows_by_their_key(Product product)
    {
        Use(product);
        Succeed("import $C --table nums --target-dir $D");
        Holds(
            D, ("part-m-00000", Numbered("#,v#", 1, 25)), ("part-m-00001", Numbered("#,v#", 26, 50)),
            ("part-m-00002", Numbered("#,v#", 51, 75)), ("part-m-00003", Numbered("#,v#", 76, 100)));
    }

    [Fact]
    public void IMP_04_A_target_that_exists_is_refused_and_stays_as_it_is()
    {
        Use(Product.MariaDb);
        Directory.CreateDirectory(D);
        Refuse("import $C --table emp --target-dir $D -m 1", "output directory", D, "already exists");
        Assert.Empty(FileTree.Names(D));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void IMP_05_A_target_to_be_deleted_is_replaced_as_a_whole(Product product)
    {
        Use(product);
        Put("d/old.txt", "old\n");
        Succeed("import $C --table emp --target-dir $D --delete-target-dir -m 1");
        Holds(D, ("part-m-00000", EmpLines));
    }

    [Fact]
    public void IMP_07_A_warehouse_gets_a_folder_named_after_the_table()
    {
        Use(Product.MariaDb);
        Succeed("import $C --table emp --warehouse-dir $D/w -m 1");
        Assert.Equal(["emp"], FileTree.Names(Path.Combine(D, "w")));
        Holds(Path.Combine(D, "w", "emp"), ("part-m-00000", EmpLines));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void IMP_09_Appending_twice_numbers_the_new_files_on(Product product)
    {
        Use(product);
        string[] parts = [Numbered("#,v#", 1, 25), Numbered("#,v#", 26, 50), Numbered("#,v#", 51, 75), Numbered("#,v#", 76, 100)];
        Succeed("import $C --table nums --target-dir $D --append");
        HoldsUnmarked(D, [.. parts.Select((text, i) => ($"part-m-0000{i}", text))]);
        Succeed("import $C --table nums --target-dir $D --append");
        HoldsUnmarked(D, [.. parts.Concat(parts).Select((text, i) => ($"part-m-0000{i}", text))]);
    }

    [Fact]
    public void IMP_34_A_missing_table_leaves_no_target()
    {
        Use(Product.MariaDb);
        Refuse("import $C --table does_not_exist --target-dir $D -m 1", "does_not_exist");
        Assert.False(Directory.Exists(D));
    }
}
