using Levada.Sqoop.Tests.Harness;

namespace Levada.Sqoop.Tests.Acceptance;

/// <summary>The fast path of a database.</summary>
public sealed class DirectCases : AcceptanceCase
{
    [Fact]
    public void DIR_01_A_direct_import_from_MariaDB_gives_the_files_of_a_plain_one()
    {
        Use(Product.MariaDb);
        Succeed("""import $C --table emp --where "id > 1" --direct --target-dir $D -m 1""");
        Holds(D, ("part-m-00000", Lines("2,Bob,2009-04-20,400.0,sales", "3,Fred,2009-01-23,15.0,marketing")));
    }

    [Fact]
    public void DIR_03_A_direct_import_from_PostgreSQL_gives_what_its_server_copies_out()
    {
        Use(Product.PostgreSql);
        Succeed("""import $C --table emp --where "id > 1" --direct --target-dir $D -m 1""");
        Holds(D, ("part-m-00000", Lines("2,Bob,2009-04-20,400,TRUE,sales", "3,Fred,2009-01-23,15,FALSE,marketing", "4,Mike,,,,")));
    }

    [Fact]
    public void DIR_05_A_direct_import_from_PostgreSQL_takes_one_word_for_nulls()
    {
        Use(Product.PostgreSql);
        Succeed("""import $C --table emp --where "id = 4" --direct --target-dir $D -m 1 --null-string '\\N' --null-non-string '\\N'""");
        Holds(D, ("part-m-00000", Lines(@"4,Mike,\N,\N,\N,\N")));
    }

    [Fact]
    public void DIR_06_A_direct_import_from_PostgreSQL_takes_words_for_booleans()
    {
        Use(Product.PostgreSql);
        Succeed("""
            import $C --table emp --where "id in (1,3)" --direct --target-dir $D -m 1
            -- --boolean-true-string REAL_TRUE --boolean-false-string REAL_FALSE
            """);
        Holds(D, ("part-m-00000", Lines("1,Aaron,2009-05-14,1000000,REAL_TRUE,engineering", "3,Fred,2009-01-23,15,REAL_FALSE,marketing")));
    }
}
