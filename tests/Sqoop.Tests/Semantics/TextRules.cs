using Levada.Sqoop.Tests.Harness;

namespace Levada.Sqoop.Tests.Semantics;

/// <summary>Rules of the text form beside the acceptance cases.</summary>
public sealed class TextRules : AcceptanceCase
{
    private string Text => FileTree.ReadUtf8(Path.Combine(D, "part-m-00000"));

    [Fact]
    public void Mysql_delimiters_enclose_and_escape_as_mysqldump_does()
    {
        UseNew(Product.Sqlite, "CREATE TABLE t (id INTEGER NOT NULL PRIMARY KEY, s TEXT); INSERT INTO t VALUES (1,'a,b'),(2,'it''s'),(3,'back\\slash'),(4,NULL);");
        Succeed("import $C --table t --target-dir $D -m 1 --mysql-delimiters");
        Assert.Equal(Lines("1,'a,b'", @"2,it\'s", @"3,back\\slash", "4,null"), Text);
    }

    [Theory]
    [InlineData(@"--escaped-by '\\' --null-string '\\N' --null-non-string '\\N'", @"2,\\N,\\N")]
    [InlineData(@"--enclosed-by '""' --null-string '\\N' --null-non-string ''", @"""2"",""\N"",""""")]
    [InlineData("--null-string '' --null-non-string ''", "2,,")]
    [InlineData("--null-string 'a,b' --null-non-string '-'", "2,a,b,-")]
    public void The_word_for_null_is_written_as_any_other_field(string options, string line)
    {
        Use(Product.MariaDb);
        Succeed($"import $C --table nulls --where 'id = 2' --target-dir $D -m 1 {options}");
        Assert.Equal(line + "\n", Text);
    }

    [Theory]
    [InlineData("--hive-delims-replacement ' '", "1,a b c d")]
    [InlineData("--hive-delims-replacement '<>'", "1,a<>b<>c<>d")]
    [InlineData("--lines-terminated-by ';' --fields-terminated-by '|' --hive-drop-import-delims", "1|abcd;")]
    public void Delimiters_of_Hive_can_be_replaced(string options, string text)
    {
        Use(Product.MariaDb);
        Succeed($"import $C --table nl --target-dir $D -m 1 {options}");
        Assert.Equal(text, Text.TrimEnd('\n'));
    }

    [Fact]
    public void Texts_of_all_scripts_are_written_as_UTF_8()
    {
        foreach (var product in Enum.GetValues<Product>())
        {
            UseNew(product, "CREATE TABLE t (id INT NOT NULL PRIMARY KEY, s VARCHAR(40)); INSERT INTO t VALUES (1,'žluťoučký'),(2,'日本語'),(3,'😀');");
            Succeed("import $C --table t --target-dir $D -m 1 --delete-target-dir");
            Assert.Equal(Lines("1,žluťoučký", "2,日本語", "3,😀"), Text);
        }
    }

    [Theory]
    [InlineData("", "null")]
    [InlineData("?zeroDateTimeBehavior=convertToNull", "null")]
    [InlineData("?zeroDateTimeBehavior=round", "0001-01-01")]
    public void Zero_dates_are_what_the_URL_makes_of_them(string parameters, string date)
    {
        UseNew(Product.MariaDb, "SET sql_mode=''; CREATE TABLE t (id INT NOT NULL PRIMARY KEY, d DATE); INSERT INTO t VALUES (1,'0000-00-00'),(2,'2020-02-29');");
        Succeed($"import --connect $URL{parameters} $U --password '{Database.Password}' --table t --target-dir $D -m 1");
        Assert.Equal(Lines($"1,{date}", "2,2020-02-29"), Text);
    }

    [Fact]
    public void Zero_dates_are_an_error_when_the_URL_says_so()
    {
        UseNew(Product.MariaDb, "SET sql_mode=''; CREATE TABLE t (id INT NOT NULL PRIMARY KEY, d DATE); INSERT INTO t VALUES (1,'0000-00-00');");
        Refuse($"import --connect $URL?zeroDateTimeBehavior=exception $U --password '{Database.Password}' --table t --target-dir $D -m 1", "0000-00-00");
    }

    [Fact]
    public void Numbers_and_times_at_the_ends_of_MariaDB_types_are_written_exactly()
    {
        UseNew(Product.MariaDb, """
            CREATE TABLE t (id INT NOT NULL PRIMARY KEY, u BIGINT UNSIGNED, d DECIMAL(65,30), h TIME(6), y DATETIME(6), b BIT(9), i INT UNSIGNED, j JSON, s SET('a','b'), f FLOAT, g DOUBLE);
            INSERT INTO t VALUES (1,18446744073709551615,-99999999999999999999999999999999999.999999999999999999999999999999,'-838:59:59','9999-12-31 23:59:59.999999',b'100000001',4294967295,'{"a":[1]}','a,b',3.4028235e38,2.2250738585072014e-308);
            """);
        Succeed("import $C --table t --target-dir $D -m 1 --fields-terminated-by '|'");
        Assert.Equal(
            "1|18446744073709551615|-99999999999999999999999999999999999.999999999999999999999999999999|-838:59:59|9999-12-31 23:59:59.999999|01 01|4294967295|{\"a\":[1]}|a,b|3.40282E38|2.2250738585072014E-308\n",
            Text);
    }

    [Fact]
    public void Values_that_only_PostgreSQL_has_are_written_in_its_own_words()
    {
        UseNew(Product.PostgreSql, """
            CREATE TABLE t (id INT NOT NULL PRIMARY KEY, n NUMERIC, r REAL, d DATE, ts TIMESTAMP, i INTERVAL, a INT[], x XML, ip INET, m MONEY, tm TIME, b BIT(3), e TEXT);
            INSERT INTO t VALUES (1,'NaN','NaN','infinity','-infinity','1 day 02:03:04','{1,2}','<a/>','10.0.0.1/8','1.50','24:00:00','101','');
            INSERT INTO t VALUES (2,1234567890123456789012345678901234567890.123456789,'-Infinity','10000-01-01','10000-01-01 00:00:00',NULL,NULL,NULL,NULL,NULL,'00:00:00',NULL,NULL);
            """);
        Succeed("import $C --table t --target-dir $D -m 1 --fields-terminated-by '|'");
        Assert.Equal(
            Lines(
                "1|NaN|NaN|infinity|-infinity|1 day 02:03:04|{1,2}|<a/>|10.0.0.1/8|1.5|24:00:00|101|",
                "2|1234567890123456789012345678901234567890.123456789|-Infinity|10000-01-01|10000-01-01 00:00:00.0|null|null|null|null|null|00:00:00|null|null"),
            Text);
    }

    [Theory]
    [InlineData("UTC", "", "2020-07-01 12:00:00.0", "2020-01-01 12:00:00.5")]
    [InlineData("Europe/Berlin", "", "2020-07-01 14:00:00.0", "2020-01-01 13:00:00.5")]
    [InlineData("UTC", "-Duser.timezone=America/New_York", "2020-07-01 08:00:00.0", "2020-01-01 07:00:00.5")]
    [InlineData("UTC", "-Dmapreduce.map.java.opts=-Duser.timezone=Asia/Tokyo", "2020-07-01 21:00:00.0", "2020-01-01 21:00:00.5")]
    public void Moments_of_PostgreSQL_are_shown_in_the_zone_of_the_run(string zone, string property, string summer, string winter)
    {
        Environment["TZ"] = zone;
        UseNew(Product.PostgreSql, """
            CREATE TABLE t (id INT NOT NULL PRIMARY KEY, ts TIMESTAMPTZ, wall TIMESTAMP);
            INSERT INTO t VALUES (1,'2020-07-01 12:00:00+00','2020-07-01 12:00:00'),(2,'2020-01-01 12:00:00.5+00','2020-01-01 12:00:00.5');
            """);
        Succeed($"import {property} $C --table t --target-dir $D -m 1");
        Assert.Equal(Lines($"1,{summer},2020-07-01 12:00:00.0", $"2,{winter},2020-01-01 12:00:00.5"), Text);
    }

    [Theory]
    [InlineData("UTC", 1585443600000)]
    [InlineData("Europe/Berlin", 1585440000000)]
    public void A_wall_clock_time_that_does_not_exist_moves_forward_in_epoch_milliseconds(string zone, long expected)
    {
        // 01:00 UTC is 02:00 in Berlin, the hour that summer time left out on that day, so it reads as 03:00 there.
        Environment["TZ"] = zone;
        UseNew(Product.MariaDb, "CREATE TABLE t (id INT NOT NULL PRIMARY KEY, ts DATETIME); INSERT INTO t VALUES (1,'2020-03-29 01:00:00'),(2,'2020-03-29 02:30:00');");
        Succeed("import $C --table t --target-dir $D -m 1 --as-parquetfile");
        var rows = new ParquetTable(Path.Combine(D, "part-m-00000.parquet")).Rows;
        Assert.Equal($"1,{expected}", rows[0]);
        Assert.Equal(zone == "UTC" ? "2,1585449000000" : "2,1585445400000", rows[1]);
    }

    [Fact]
    public void A_field_that_could_be_mistaken_is_counted_in_a_warning_or_not_at_all_but_never_changed()
    {
        Use(Product.MariaDb);
        Succeed("import $C --table fmt --target-dir $D -m 1");
        Assert.Equal(Lines(@"1,foo\bar", "2,foo,bar", "3,foo\"bar", "4,foo\",bar", @"5,foo\,bar", "6,just another string", "7,"), Text);
    }

    [Theory]
    [InlineData(Product.MariaDb, "LONGBLOB", "REPEAT('ab', 600)")]
    [InlineData(Product.PostgreSql, "BYTEA", "CAST(REPEAT('ab', 600) AS BYTEA)")]
    [InlineData(Product.Sqlite, "BLOB", "CAST(replace(hex(zeroblob(600)), '00', 'ab') AS BLOB)")]
    public void A_value_over_the_limit_lies_in_a_file_of_its_own_and_the_row_says_where(Product product, string type, string value)
    {
        UseNew(product, $"CREATE TABLE t (id INT NOT NULL PRIMARY KEY, b {type}); INSERT INTO t VALUES (1, {value});");
        Succeed("import $C --table t --target-dir $D -m 1 --inline-lob-limit 1000");
        Assert.Equal(["_SUCCESS", "_lob", "part-m-00000"], FileTree.Names(D));
        var lob = Assert.Single(FileTree.Names(Path.Combine(D, "_lob")));
        Assert.Equal($"1,externalLob(lf,_lob/{lob},0,1200)\n", Text);
        Assert.Equal(string.Concat(Enumerable.Repeat("ab", 600)), FileTree.Read(Path.Combine(D, "_lob", lob)));
    }
}
