using Levada.Transfer.Rows;

namespace Levada.Databases.Tests.MySql;

/// <summary>Every type at its limits, in the text protocol and in the binary one.</summary>
public sealed class TypeTests
{
    private const string Limits = """
        CREATE TABLE lim (
          id INT NOT NULL PRIMARY KEY, b1 TINYINT(1), t TINYINT, tu TINYINT UNSIGNED, s SMALLINT, su SMALLINT UNSIGNED, m MEDIUMINT, mu MEDIUMINT UNSIGNED,
          i INT, iu INT UNSIGNED, l BIGINT, lu BIGINT UNSIGNED, d65 DECIMAL(65,30), d38 DECIMAL(38,10), d5 DECIMAL(5,0), bit1 BIT(1), bit64 BIT(64), y YEAR,
          da DATE, dt DATETIME, dt6 DATETIME(6), ts TIMESTAMP(3) NULL, ti TIME, ti6 TIME(6));
        INSERT INTO lim VALUES
        (1,1,-128,0,-32768,0,-8388608,0,-2147483648,0,-9223372036854775808,0,-99999999999999999999999999999999999.999999999999999999999999999999,
         -9999999999999999999999999999.9999999999,-99999,b'0',0,1901,'1000-01-01','1000-01-01 00:00:00','1000-01-01 00:00:00.000001',
         '1970-01-01 00:00:01.001','-838:59:59','-838:59:59.999999'),
        (2,0,127,255,32767,65535,8388607,16777215,2147483647,4294967295,9223372036854775807,18446744073709551615,99999999999999999999999999999999999.999999999999999999999999999999,
         9999999999999999999999999999.9999999999,99999,b'1',0xFFFFFFFFFFFFFFFF,2155,'9999-12-31','9999-12-31 23:59:59','9999-12-31 23:59:59.999999',
         '2038-01-19 03:14:07.999','838:59:59','838:59:59.999999'),
        (3,-3,0,128,0,0,0,0,0,2147483648,0,9223372036854775808,0,0.0000000001,0,b'0',0x0102,2012,'2000-02-29','1969-12-31 23:59:59','2009-04-24 18:24:00.0002',
         '2001-09-09 01:46:40','00:00:00','-00:00:00.000001');
        INSERT INTO lim (id) VALUES (4);
        """;

    private static readonly string[] Expected =
    [
        "1|true|-128|0|-32768|0|-8388608|0|-2147483648|0|-9223372036854775808|0|"
            + "<-99999999999999999999999999999999999.999999999999999999999999999999>|-99999999999999999999999999999999999999e-10|-99999e-0|false|0000000000000000|1901|"
            + "1000-01-01|1000-01-01 00:00:00|1000-01-01 00:00:00.000001|1970-01-01 00:00:01.001|-838h-00:59:59|-838h-00:59:59.9999990",
        "2|false|127|255|32767|65535|8388607|16777215|2147483647|4294967295|9223372036854775807|<18446744073709551615>|"
            + "<99999999999999999999999999999999999.999999999999999999999999999999>|99999999999999999999999999999999999999e-10|99999e-0|true|FFFFFFFFFFFFFFFF|2155|"
            + "9999-12-31|9999-12-31 23:59:59|9999-12-31 23:59:59.999999|2038-01-19 03:14:07.999|838h00:59:59|838h00:59:59.9999990",
        "3|true|0|128|0|0|0|0|0|2147483648|0|<9223372036854775808>|0e-30|1e-10|0e-0|false|0000000000000102|2012|"
            + "2000-02-29|1969-12-31 23:59:59|2009-04-24 18:24:00.0002|2001-09-09 01:46:40|0h00:00:00|0h-00:00:00.0000010",
        "4" + string.Concat(Enumerable.Repeat("|null", 23)),
    ];

    [Fact]
    public void The_limits_of_all_types_are_read_exactly_in_the_text_protocol()
    {
        using var run = MySqlRun.With(Limits);
        using var session = run.OpenSession();
        var schema = session.DescribeTable(new("lim"), CancellationToken.None);
        Assert.Equal(Expected, MySqlRun.Read(session, "SELECT * FROM lim ORDER BY id", schema));
    }

    [Fact]
    public void The_limits_of_all_types_are_read_exactly_in_the_binary_protocol()
    {
        using var run = MySqlRun.With(Limits);
        Assert.Equal(Expected, run.Read("SELECT * FROM lim ORDER BY id"));
        Assert.Equal("1", run.Ask("SELECT VARIABLE_VALUE > 0 FROM INFORMATION_SCHEMA.GLOBAL_STATUS WHERE VARIABLE_NAME = 'Com_stmt_prepare'"));
    }

    [Fact]
    public void Floating_point_numbers_keep_all_their_digits()
    {
        using var run = MySqlRun.With("""
            CREATE TABLE f (id INT PRIMARY KEY, f FLOAT, d DOUBLE);
            INSERT INTO f VALUES (1,16777217,0.1),(2,3.4028234e38,1.7976931348623157e308),(3,1.17549435e-38,2.2250738585072014e-308),
              (4,0.1,0),(5,1.23456789,1.2345678901234567),(6,NULL,NULL);
            """);
        using var session = run.OpenSession();
        var schema = session.DescribeTable(new("f"), CancellationToken.None);
        Assert.Equal(
            [
                "1|16777216|0.1", "2|3.4028235E+38|1.7976931348623157E+308", "3|1.1754944E-38|2.2250738585072014E-308",
                "4|0.1|0", "5|1.2345679|1.2345678901234567", "6|null|null",
            ],
            MySqlRun.Read(session, "SELECT * FROM f ORDER BY id", schema));
    }

    [Fact]
    public void Columns_are_described_as_JDBC_describes_them()
    {
        using var run = MySqlRun.With("""
            CREATE TABLE c (t1 TINYINT(1), t4 TINYINT(4), iu INT UNSIGNED, lu BIGINT UNSIGNED, f FLOAT, dbl DOUBLE, dec_ DECIMAL(30,5) NOT NULL, b1 BIT(1), b9 BIT(9), y YEAR,
              da DATE, ti TIME(2), dt DATETIME(6), ts TIMESTAMP NULL, ch CHAR(5), vc VARCHAR(32), bi BINARY(4), vb VARBINARY(12), tt TINYTEXT, tx TEXT, lt LONGTEXT, tb TINYBLOB,
              bl BLOB, lb LONGBLOB, en ENUM('x','y'), se SET('a','b'), js JSON, binary_collation VARCHAR(7) COLLATE utf8mb4_bin,
              latin VARCHAR(9) CHARACTER SET latin1, g POINT, id INT AUTO_INCREMENT KEY, twice INT AS (iu*2) STORED);
            """);
        using var session = run.OpenSession();
        var schema = session.DescribeTable(new("c"), CancellationToken.None);
        Assert.Equal(
            """
            t1 Bit Boolean Boolean 0 0 1; t4 TinyInt Int32 Integer 3 0 4; iu BigInt Int64 Long 10 0 10 unsigned; lu BigInt Int64 Long 20 0 20 unsigned
            f Real Float32 Float 0 0 12; dbl Double Float64 Double 0 0 22; dec_ Decimal Decimal BigDecimal 30 5 32 required; b1 Bit Boolean Boolean 0 0 1
            b9 VarBinary Bytes Bytes 9 0 9; y SmallInt Int32 Integer 4 0 4; da Date Date Date 0 0 10; ti Time Time Time 0 2 13
            dt Timestamp Timestamp Timestamp 0 6 26; ts Timestamp Timestamp Timestamp 0 0 19; ch Char Text String 5 0 5; vc VarChar Text String 32 0 32
            bi Binary Bytes Bytes 4 0 4; vb VarBinary Bytes Bytes 12 0 12; tt VarChar Text String 255 0 255; tx LongVarChar Text String 65535 0 65535
            lt LongVarChar Text String 1073741823 0 1073741823; tb VarBinary Bytes Bytes 255 0 255; bl LongVarBinary Bytes BlobRef 65535 0 65535
            lb LongVarBinary Bytes BlobRef 2147483647 0 2147483647; en Char Text String 1 0 1; se Char Text String 3 0 3; js LongVarChar Text String 1073741823 0 1073741823
            binary_collation VarChar Text String 7 0 7; latin VarChar Text String 9 0 9; g Binary Bytes Bytes 2147483647 0 2147483647
            id Integer Int32 Integer 10 0 11 required generated; twice Integer Int32 Integer 10 0 11 generated
            """.ReplaceLineEndings("; "),
            string.Join("; ", schema.Columns.Select(Describe)));
        Assert.Equal("enum('x','y')", schema[24].DatabaseType);
    }

    [Fact]
    public void A_boolean_is_a_number_when_the_URL_says_so_but_a_BIT_stays_a_boolean()
    {
        using var run = MySqlRun.With(
            "CREATE TABLE t (id INT PRIMARY KEY, a TINYINT(1), b BIT(1)); INSERT INTO t VALUES (1,1,b'1'),(2,-5,b'0'),(3,NULL,NULL)",
            settings => settings with { IsTinyInt1Boolean = false });
        Assert.Equal(["1|1|true", "2|-5|false", "3|null|null"], run.Read("SELECT * FROM t ORDER BY id"));
    }

    [Fact]
    public void Texts_of_any_character_set_come_in_UTF8_and_binaries_as_they_are()
    {
        using var run = MySqlRun.With("""
            CREATE TABLE x (id INT PRIMARY KEY, l VARCHAR(9) CHARACTER SET latin1, u TEXT CHARACTER SET utf16, b VARCHAR(9) COLLATE utf8mb4_bin, y VARBINARY(9), e ENUM('ä','ö'), j JSON, c CHAR(6));
            INSERT INTO x VALUES (1,'grün',CONVERT(X'F09F9880' USING utf8mb4),'Ω','Ω','ö','{"a": "é"}','ab');
            """);
        var row = Assert.Single(run.Read("SELECT * FROM x"));
        Assert.Equal("1|grün|\U0001F600|Ω|CEA9|ö|{\"a\": \"é\"}|ab", row);
    }

    [Fact]
    public void A_query_of_expressions_has_the_types_of_its_results()
    {
        using var run = MySqlRun.With("CREATE TABLE t (id INT)");
        Assert.Equal(
            ["1|250e-2|null|x|2020-01-02 03:04:05|<18446744073709551615>"],
            run.Read("SELECT 1, 2.50, NULL, 'x', CAST('2020-01-02 03:04:05' AS DATETIME), CAST(-1 AS UNSIGNED)"));
    }

    private static string Describe(Column column) =>
        $"{column.Name} {column.SqlType} {column.Kind} {column.JavaType} {column.Precision} {column.Scale} {column.DisplaySize}"
        + (column.IsUnsigned ? " unsigned" : "") + (column.IsNullable ? "" : " required") + (column.IsGenerated ? " generated" : "");
}
