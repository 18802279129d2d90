using Levada.Sqoop.Tests.Harness;

namespace Levada.Sqoop.Tests.Robustness;

/// <summary>Commands as they stand in books and on web pages, with all that copying does to them.</summary>
public sealed class PastedCommandTests : AcceptanceCase
{
    private static readonly string T4 = Lines("1,8", "3,6", "5,4", "7,2");

    [Theory]
    [InlineData("import --connect $URL $U $P --table t4 --target-dir $D --m 1")]
    [InlineData("import -connect $URL $U $P -table t4 -target-dir $D -m 1")]
    [InlineData("import --connect=$URL $U $P --table=t4 --target-dir=$D -m1")]
    [InlineData("import \u2013connect $URL $U $P \u2013table t4 \u2013target-dir $D \u2013m 1")]
    [InlineData("import \u2014connect $URL $U $P \u2014table t4 \u2014target-dir $D \u2014num-mappers 1")]
    [InlineData("import \u2013-connect $URL $U $P \u2013-table t4 \u2014-target-dir $D -m 1")]
    [InlineData("import -Dmapreduce.job.queuename=etl -D mapreduce.map.memory.mb=2048 -fs file:/// $C --table t4 --target-dir $D -m 1")]
    [InlineData("import $C --table t4 --target-dir $D -m 1 --driver com.mysql.cj.jdbc.Driver --connection-manager org.apache.sqoop.manager.MySQLManager")]
    [InlineData("import $C --table t4 --target-dir file://$D -m 1 --fields-terminated-by , --lines-terminated-by '\\n' --as-textfile --verbose")]
    public void A_tutorials_import_runs_as_printed(string line)
    {
        Use(Product.MariaDb);
        Succeed(line.Replace("$P", $"--password '{Database.Password}'"));
        Holds(D, ("part-m-00000", T4));
    }

    [Fact]
    public void A_dash_in_a_value_stays_the_dash_it_is()
    {
        UseNew(Product.Sqlite, "CREATE TABLE t (id INT PRIMARY KEY, v TEXT); INSERT INTO t VALUES (1, '\u2013table'), (2, '-x');");
        Succeed("import $C --table t --where \"v = '\u2013table'\" --target-dir $D -m 1 --fields-terminated-by \u2013");
        Assert.Equal("1\u2013\u2013table\n", FileTree.ReadUtf8(Path.Combine(D, "part-m-00000")));
    }

    [Fact]
    public void A_curly_quote_is_shown_where_it_does_harm()
    {
        Use(Product.Sqlite);
        Refuse("import $C --table t4 --where \u201cb > 4\u201d --target-dir $D -m 1", "\u201c");
    }

    [Fact]
    public void A_server_without_a_database_lists_its_databases()
    {
        Use(Product.MariaDb);
        var server = Database.Url[..(Database.Url.LastIndexOf('/') + 1)];
        Assert.Contains(Database.Name, Print($"list-databases --connect {server} $U --password '{Database.Password}'").OutputLines);
    }

    [Fact]
    public void The_scheme_of_MariaDB_is_as_good_as_that_of_MySQL()
    {
        Use(Product.MariaDb);
        var url = Database.Url.Replace("jdbc:mysql:", "jdbc:mariadb:");
        Succeed($"import --connect {url} $U --password '{Database.Password}' --table t4 --target-dir $D -m 1");
        Holds(D, ("part-m-00000", T4));
    }

    [Fact]
    public void Account_and_password_may_stand_in_the_URL()
    {
        Use(Product.PostgreSql);
        var url = $"{Database.Url}?user={Database.UserName}&password={Uri.EscapeDataString(Database.Password!)}";
        var run = Print($"list-tables --connect '{url}'");
        Assert.Contains("emp", run.OutputLines);
        Assert.DoesNotContain(Database.Password!, run.Log);
    }

    [Fact]
    public void An_options_file_may_hold_the_command_comments_and_long_lines()
    {
        Use(Product.Sqlite);
        Put("import.txt", $"""
            #
            # Options file for an import
            #

            import
            --connect
            {Database.Url}
            --target-dir
            {D}
            --where
            "b > 4"
            """);
        Put("more.txt", "# Goes on in the next line\n--ta\\\n   ble\nt4\n");
        Succeed("--options-file import.txt --options-file more.txt -m 1");
        Holds(D, ("part-m-00000", Lines("1,8", "3,6")));
    }

    [Theory]
    [InlineData("import --options-file", "Missing options file")]
    [InlineData("import --options-file nowhere.txt", "Unable to read options file: nowhere.txt")]
    [InlineData("import --options-file bad.txt", "Malformed option in options file(bad.txt)")]
    public void A_bad_options_file_is_named(string line, string message)
    {
        Put("bad.txt", "--table\n\"t4\n");
        Refuse(line, message);
    }

    [Fact]
    public void A_property_of_the_URL_that_nobody_knows_is_warned_of()
    {
        Use(Product.MariaDb);
        var run = Print($"list-tables --connect '{Database.Url}?noSuchProperty=7&useSSL=false' $U --password '{Database.Password}'");
        Assert.Contains(run.Log.Split('\n'), line => line.Contains(" WARN ") && line.Contains("noSuchProperty"));
        Assert.DoesNotContain(run.Log.Split('\n'), line => line.Contains(" WARN ") && line.Contains("useSSL"));
    }

    [Fact]
    public void The_first_of_two_values_wins_and_switches_may_be_repeated()
    {
        Use(Product.Sqlite);
        Succeed("import $C --table t4 --target-dir $D -m 1 -m 3 --num-mappers 2 -z -z");
        Assert.Equal(["_SUCCESS", "part-m-00000.gz"], FileTree.Names(D));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.PostgreSql)]
    [InlineData(Product.Sqlite)]
    public void A_query_may_be_split_by_a_column_that_it_does_not_show(Product product)
    {
        UseNew(product, "CREATE TABLE t (id INT NOT NULL PRIMARY KEY, v INT); INSERT INTO t VALUES (1,8),(3,6),(5,4),(7,2);");
        Succeed("""
            import $C --query "SELECT x.v FROM t x WHERE \$CONDITIONS" --split-by x.id --boundary-query "SELECT MIN(id), MAX(id) FROM t"
            --target-dir $D -m 2
            """);
        Holds(D, ("part-m-00000", Lines("8", "6")), ("part-m-00001", Lines("4", "2")));
    }

    [Fact]
    public void A_server_that_is_not_there_is_an_error_and_not_a_stack()
    {
        var run = Refuse("import --connect jdbc:mysql://127.0.0.1:1/db --username user --password secret-word --table tablename --target-dir $D --m 1", "127.0.0.1");
        Assert.DoesNotContain("   at ", run.Log);
        Assert.DoesNotContain("secret-word", run.Log);
    }
}
