using Levada.Transfer.Rows;

namespace Levada.Databases.Tests.PostgreSql;

public sealed class TypeTests
{
    [Theory]
    [InlineData("boolean", SqlType.Bit, ColumnKind.Boolean, JavaType.Boolean, 1, 0, 1)]
    [InlineData("smallint", SqlType.SmallInt, ColumnKind.Int32, JavaType.Integer, 5, 0, 6)]
    [InlineData("integer", SqlType.Integer, ColumnKind.Int32, JavaType.Integer, 10, 0, 11)]
    [InlineData("bigint", SqlType.BigInt, ColumnKind.Int64, JavaType.Long, 19, 0, 20)]
    [InlineData("oid", SqlType.BigInt, ColumnKind.Int64, JavaType.Long, 10, 0, 20)]
    [InlineData("numeric(30,5)", SqlType.Numeric, ColumnKind.Decimal, JavaType.BigDecimal, 30, 5, 20)]
    [InlineData("numeric(3,-2)", SqlType.Numeric, ColumnKind.Decimal, JavaType.BigDecimal, 3, 0, 20)]
    [InlineData("numeric", SqlType.Numeric, ColumnKind.Decimal, JavaType.BigDecimal, 0, 0, 20)]
    [InlineData("real", SqlType.Real, ColumnKind.Float32, JavaType.Float, 8, 0, 15)]
    [InlineData("double precision", SqlType.Double, ColumnKind.Float64, JavaType.Double, 17, 0, 25)]
    [InlineData("money", SqlType.Double, ColumnKind.Float64, JavaType.Double, 0, 0, 20)]
    [InlineData("character(5)", SqlType.Char, ColumnKind.Text, JavaType.String, 5, 0, 5)]
    [InlineData("character varying(12)", SqlType.VarChar, ColumnKind.Text, JavaType.String, 12, 0, 12)]
    [InlineData("text", SqlType.VarChar, ColumnKind.Text, JavaType.String, 0, 0, 20)]
    [InlineData("name", SqlType.VarChar, ColumnKind.Text, JavaType.String, 0, 0, 20)]
    [InlineData("\"char\"", SqlType.Char, ColumnKind.Text, JavaType.String, 1, 0, 1)]
    [InlineData("date", SqlType.Date, ColumnKind.Date, JavaType.Date, 0, 0, 13)]
    [InlineData("time(3) without time zone", SqlType.Time, ColumnKind.Time, JavaType.Time, 0, 3, 20)]
    [InlineData("time with time zone", SqlType.Time, ColumnKind.Time, JavaType.Time, 0, 6, 20)]
    [InlineData("timestamp without time zone", SqlType.Timestamp, ColumnKind.Timestamp, JavaType.Timestamp, 0, 6, 20)]
    [InlineData("timestamp(0) with time zone", SqlType.Timestamp, ColumnKind.Timestamp, JavaType.Timestamp, 0, 0, 20)]
    [InlineData("bytea", SqlType.Binary, ColumnKind.Bytes, JavaType.Bytes, 0, 0, 20)]
    [InlineData("bit(1)", SqlType.Bit, ColumnKind.Boolean, JavaType.Boolean, 1, 0, 20)]
    [InlineData("bit(3)", SqlType.Other, ColumnKind.Text, JavaType.String, 0, 0, 20)]
    [InlineData("uuid", SqlType.Other, ColumnKind.Text, JavaType.String, 0, 0, 20)]
    [InlineData("jsonb", SqlType.Other, ColumnKind.Text, JavaType.String, 0, 0, 20)]
    [InlineData("xml", SqlType.Other, ColumnKind.Text, JavaType.String, 0, 0, 20)]
    [InlineData("interval", SqlType.Other, ColumnKind.Text, JavaType.String, 0, 0, 20)]
    [InlineData("integer[]", SqlType.Other, ColumnKind.Text, JavaType.String, 0, 0, 20)]
    [InlineData("inet", SqlType.Other, ColumnKind.Text, JavaType.String, 0, 0, 20)]
    public void A_type_is_to_sqoop_what_jdbc_makes_of_it(
        string type, SqlType sqlType, ColumnKind kind, JavaType javaType, int precision, int scale, int displaySize)
    {
        using var database = TestDatabase.OpenEmpty();
        database.Session.Execute($"CREATE TEMP TABLE t (c {type})", CancellationToken.None);
        var column = Assert.Single(database.Session.DescribeTable(new("t"), CancellationToken.None).Columns);
        var declared = type.Split('(')[0].Trim();
        Assert.StartsWith(declared, column.DatabaseType, StringComparison.Ordinal);
        Assert.Equal(
            new Column("c", sqlType, kind, javaType)
                { DatabaseType = column.DatabaseType, Precision = precision, Scale = scale, DisplaySize = displaySize },
            column);
        Assert.Equal(column, Assert.Single(database.Session.DescribeQuery("SELECT c FROM t", CancellationToken.None).Columns));
    }

    [Fact]
    public void Types_of_users_are_texts_and_domains_are_their_base_types()
    {
        using var database = TestDatabase.Create("""
            CREATE TYPE mood AS ENUM ('sad', 'glad');
            CREATE TYPE pair AS (a int, b text);
            CREATE DOMAIN price AS numeric(10,2) NOT NULL;
            CREATE DOMAIN list_price AS price;
            CREATE TABLE t (m mood, ms mood[], p pair, d list_price);
            INSERT INTO t VALUES ('glad', '{sad,glad}', (1,'x y'), 12.5);
            """);
        var schema = database.Session.DescribeTable(new("t"), CancellationToken.None);
        Assert.Equal(["mood", "mood[]", "pair", "numeric"], schema.Columns.Select(column => column.DatabaseType));
        Assert.Equal([SqlType.Other, SqlType.Other, SqlType.Other, SqlType.Numeric], schema.Columns.Select(column => column.SqlType));
        Assert.Equal((10, 2, true), (schema[3].Precision, schema[3].Scale, schema[3].IsNullable));
        Assert.Equal([["glad", "{sad,glad}", "(1,\"x y\")", "1250 / 2"]], database.Read("SELECT * FROM t", schema));
    }

    [Theory]
    [InlineData("true", "true")]
    [InlineData("false", "false")]
    [InlineData("'-32768'::int2", "-32768")]
    [InlineData("32767::int2", "32767")]
    [InlineData("'-2147483648'::int4", "-2147483648")]
    [InlineData("2147483647", "2147483647")]
    [InlineData("'-9223372036854775808'::int8", "-9223372036854775808")]
    [InlineData("9223372036854775807", "9223372036854775807")]
    [InlineData("4294967295::oid", "4294967295")]
    [InlineData("'1e-45'::float4", "1E-45")]
    [InlineData("'3.4028235e38'::float4", "3.4028235E+38")]
    [InlineData("'NaN'::float4", "NaN")]
    [InlineData("'5e-324'::float8", "5E-324")]
    [InlineData("'1.7976931348623157e308'::float8", "1.7976931348623157E+308")]
    [InlineData("'-Infinity'::float8", "-Infinity")]
    [InlineData("'-0'::float8", "-0")]
    [InlineData("'92233720368547758.07'::money", "92233720368547760")]
    [InlineData("'-$1,234.50'::money", "-1234.5")]
    [InlineData("B'1'::bit(1)", "true")]
    [InlineData("B'0'::bit(1)", "false")]
    [InlineData("B'101'", "101")]
    [InlineData("'ab'::char(5)", "ab   ")]
    [InlineData("''::text", "")]
    [InlineData("U&'\\00e9\\4e2d\\+01F600'", "é中😀")]
    [InlineData("''::bytea", "")]
    [InlineData("'\\x00ff0a5c'::bytea", "00ff0a5c")]
    [InlineData("'a'::\"char\"", "a")]
    [InlineData("'{\"a\": [1, null]}'::jsonb", "{\"a\": [1, null]}")]
    [InlineData("'{ \"a\":1}'::json", "{ \"a\":1}")]
    [InlineData("'<a>x</a>'::xml", "<a>x</a>")]
    [InlineData("ARRAY[1,NULL,3]", "{1,NULL,3}")]
    [InlineData("'1 year 2 mons 3 days 04:05:06.7'::interval", "1 year 2 mons 3 days 04:05:06.7")]
    [InlineData("'10.1.2.3/8'::inet", "10.1.2.3/8")]
    [InlineData("'123E4567-e89b-12d3-a456-426614174000'::uuid", "123e4567-e89b-12d3-a456-426614174000")]
    public void A_value_at_its_types_limit_arrives_whole(string expression, string expected)
    {
        using var database = TestDatabase.OpenEmpty();
        Assert.Equal(expected, database.ReadValue($"SELECT {expression}"));
    }

    [Theory]
    [InlineData("0", "0 / 0")]
    [InlineData("0.000", "0 / 3")]
    [InlineData("1.00000", "100000 / 5")]
    [InlineData("-0.0001", "-1 / 4")]
    [InlineData("10000", "10000 / 0")]
    [InlineData("100000000.5", "1000000005 / 1")]
    [InlineData("99999999999999999999999999999999999999", "99999999999999999999999999999999999999 / 0")]
    [InlineData("-9.9999999999999999999999999999999999999", "-99999999999999999999999999999999999999 / 37")]
    [InlineData("0.00000000000000000000000000000000000001", "1 / 38")]
    [InlineData("100000000000000000000000000000000000000", "untyped 100000000000000000000000000000000000000")]
    [InlineData("0.000000000000000000000000000000000000001", "untyped 0.000000000000000000000000000000000000001")]
    [InlineData("12345678901234567890123456789012345678.9", "untyped 12345678901234567890123456789012345678.9")]
    [InlineData("-123456789012345678901234567890123456789012345678901234567890.00120", "untyped -123456789012345678901234567890123456789012345678901234567890.00120")]
    [InlineData("NaN", "untyped NaN")]
    [InlineData("Infinity", "untyped Infinity")]
    [InlineData("-Infinity", "untyped -Infinity")]
    public void A_decimal_keeps_every_digit(string literal, string expected)
    {
        using var database = TestDatabase.OpenEmpty();
        Assert.Equal(expected, database.ReadValue($"SELECT '{literal}'::numeric"));
    }

    [Theory]
    [InlineData("'0001-01-01'::date", "0001-01-01")]
    [InlineData("'9999-12-31'::date", "9999-12-31")]
    [InlineData("'10000-01-01'::date", "untyped 10000-01-01")]
    [InlineData("'0044-03-15 BC'::date", "untyped 0044-03-15 BC")]
    [InlineData("'infinity'::date", "untyped infinity")]
    [InlineData("'-infinity'::date", "untyped -infinity")]
    [InlineData("'24:00:00'::time", "1.00:00:00")]
    [InlineData("'23:59:59.999999'::time", "23:59:59.9999990")]
    [InlineData("'0001-01-01 00:00:00'::timestamp", "0001-01-01 00:00:00")]
    [InlineData("'1969-12-31 23:59:59.999999'::timestamp", "1969-12-31 23:59:59.999999")]
    [InlineData("'9999-12-31 23:59:59.999999'::timestamp", "9999-12-31 23:59:59.999999")]
    [InlineData("'10000-01-01'::timestamp", "untyped 10000-01-01 00:00:00")]
    [InlineData("'294276-12-31 23:59:59.5'::timestamp", "untyped 294276-12-31 23:59:59.5")]
    [InlineData("'0044-03-15 12:00:00.25 BC'::timestamp", "untyped 0044-03-15 12:00:00.25 BC")]
    [InlineData("'-infinity'::timestamp", "untyped -infinity")]
    [InlineData("'infinity'::timestamptz", "untyped infinity")]
    public void A_date_or_time_out_of_the_common_range_is_kept_as_the_servers_text(string expression, string expected)
    {
        using var database = TestDatabase.OpenEmpty();
        Assert.Equal(expected, database.ReadValue($"SELECT {expression}"));
    }

    [Fact]
    public void A_null_of_any_type_is_a_null()
    {
        using var database = TestDatabase.OpenEmpty();
        var types = new[] { "bool", "int2", "int4", "int8", "float4", "float8", "numeric", "money", "date", "time", "timetz", "timestamp",
            "timestamptz", "text", "bytea", "uuid", "jsonb", "bit(1)", "int[]" };
        var row = Assert.Single(database.Read($"SELECT {string.Join(", ", types.Select(type => $"NULL::{type}"))}"));
        Assert.Equal(types.Length, row.Length);
        Assert.All(row, Assert.Null);
    }

    [Theory]
    [InlineData("UTC", "2020-07-01 12:00:00", "10:00:00")]
    [InlineData("Europe/Berlin", "2020-07-01 14:00:00", "11:00:00")]
    [InlineData("GMT+05:30", "2020-07-01 17:30:00", "15:30:00")]
    [InlineData("GMT-3", "2020-07-01 09:00:00", "07:00:00")]
    public void Values_with_a_zone_show_the_wall_clock_of_the_sessions_zone(string zone, string timestamp, string time)
    {
        using var database = TestDatabase.OpenEmpty( settings => settings with { TimeZone = zone });
        Assert.Equal([[timestamp, time]], database.Read("SELECT '2020-07-01 12:00:00+00'::timestamptz, '12:00:00+02'::timetz"));
    }

    [Fact]
    public void A_column_is_fetched_as_the_kind_that_is_asked_for()
    {
        using var database = TestDatabase.Create("CREATE TABLE t (i int, d float8, n numeric, b bool, t text); INSERT INTO t VALUES (7, 0.5, 1.50, true, '8');");
        var described = database.Session.DescribeTable(new("t"), CancellationToken.None);
        ColumnKind[] kinds = [ColumnKind.Text, ColumnKind.Decimal, ColumnKind.Float64, ColumnKind.Text, ColumnKind.Int64];
        var wanted = new RowSchema([.. described.Columns.Select((column, ordinal) => column with { Kind = kinds[ordinal] })]);
        Assert.Equal([["7", "5 / 1", "1.5", "true", "8"]], database.Read("SELECT i, d, n, b, t FROM t", wanted));
    }
}
