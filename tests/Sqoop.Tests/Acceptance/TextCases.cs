using Levada.Sqoop.Tests.Harness;

namespace Levada.Sqoop.Tests.Acceptance;

/// <summary>The text form of rows and types.</summary>
public sealed class TextCases : AcceptanceCase
{
    private string Part => Path.Combine(D, "part-m-00000");

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void TXT_01_Fields_are_enclosed_where_they_need_it_and_escaped(Product product)
    {
        Use(product);
        Succeed("""import $C --table fmt --target-dir $D -m 1 --optionally-enclosed-by '"' --escaped-by '\\'""");
        Holds(D, ("part-m-00000", Lines(
            @"1,foo\\bar", "2,\"foo,bar\"", "3,foo\\\"bar", "4,\"foo\\\",bar\"", @"5,""foo\\,bar""", "6,just another string", "7,")));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void TXT_02_Delimiters_in_fields_are_escaped(Product product)
    {
        Use(product);
        Succeed(@"import $C --table fmt --target-dir $D -m 1 --escaped-by '\\'");
        Holds(D, ("part-m-00000", Lines(
            @"1,foo\\bar", @"2,foo\,bar", "3,foo\"bar", @"4,foo""\,bar", @"5,foo\\\,bar", "6,just another string", "7,")));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void TXT_03_Every_field_is_enclosed_when_that_is_required(Product product)
    {
        Use(product);
        Succeed("""import $C --table fmt --where "id in (1,2,6,7)" --target-dir $D -m 1 --enclosed-by '"'""");
        Holds(D, ("part-m-00000", Lines(@"""1"",""foo\bar""", @"""2"",""foo,bar""", @"""6"",""just another string""", @"""7"",""""")));
    }

    [Theory]
    [InlineData(@"\t", "\t")]
    [InlineData(@"\001", "\u0001")]
    public void TXT_05_A_field_delimiter_may_be_an_escape(string argument, string delimiter)
    {
        Use(Product.MariaDb);
        Succeed($"import $C --table t4 --target-dir $D -m 1 --fields-terminated-by '{argument}'");
        Holds(D, ("part-m-00000", Lines("1,8", "3,6", "5,4", "7,2").Replace(",", delimiter)));
    }

    [Theory]
    [InlineData(Product.MariaDb, @"'\\N'")]
    [InlineData(Product.Sqlite, @"'\\N'")]
    [InlineData(Product.MariaDb, @"'\N'")]
    public void TXT_06_Nulls_have_one_word_for_texts_and_one_for_other_types(Product product, string nullString)
    {
        Use(product);
        Succeed($"import $C --table nulls --target-dir $D -m 1 --null-string {nullString} --null-non-string 'NUL'");
        Holds(D, ("part-m-00000", Lines("1,x,5", @"2,\N,NUL")));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void TXT_07_Nulls_are_the_word_null_by_default(Product product)
    {
        Use(product);
        Succeed("import $C --table nulls --target-dir $D -m 1");
        Holds(D, ("part-m-00000", Lines("1,x,5", "2,null,null")));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void TXT_09_Delimiters_of_Hive_can_be_dropped_from_texts(Product product)
    {
        Use(product);
        Succeed("import $C --table nl --target-dir $D -m 1 --hive-drop-import-delims");
        Holds(D, ("part-m-00000", Lines("1,abcd")));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void TXT_12_Without_quoting_a_text_is_written_as_it_is(Product product)
    {
        Use(product);
        Succeed("import $C --table nl --target-dir $D -m 1");
        Assert.Equal("312C610A620D6301640A", Convert.ToHexString(File.ReadAllBytes(Part)));
    }

    [Fact]
    public void TXT_13_Every_type_of_MariaDB_has_its_text_form()
    {
        Use(Product.MariaDb);
        Succeed("import $C --table types_my --target-dir $D -m 1");
        Holds(D, ("part-m-00000", Lines(
            "1,true,-7,32000,9223372036854775807,1.00000,400.0,1.2345678E7,true,2009-01-12,12:24:13,2009-04-24 18:24:00.0002,2012,ab,it's,foo,f0 0f ab cd,01 02,y",
            "2" + string.Concat(Enumerable.Repeat(",null", 18)))));
    }

    [Fact]
    public void TXT_14_Every_type_of_PostgreSQL_has_its_text_form()
    {
        Use(Product.PostgreSql);
        Succeed("import $C --table types_pg --target-dir $D -m 1");
        Holds(D, ("part-m-00000", Lines(
            "1,true,-7,9223372036854775807,1.00000,400.0,1.2345678E7,2009-01-12,12:24:13,2009-04-24 18:24:00.12,ab   ,it's,foo,f0 0f ab cd",
            "2" + string.Concat(Enumerable.Repeat(",null", 13)))));
    }

    [Theory]
    [InlineData("", "0.0000001")]
    [InlineData("-Dsqoop.bigdecimal.format.string=false", "1E-7")]
    public void TXT_16_Small_decimals_are_plain_unless_the_Java_form_is_asked_for(string property, string smallest)
    {
        Use(Product.MariaDb);
        Succeed($"import {property} $C --table bigd --target-dir $D -m 1");
        Holds(D, ("part-m-00000", Lines("1,0.0000010", "2," + smallest)));
    }

    [Fact]
    public void TXT_18_A_one_digit_integer_is_a_number_when_the_URL_says_so()
    {
        Use(Product.MariaDb);
        Succeed($"import --connect $URL?tinyInt1isBit=false $U --password '{Database.Password}' --table types_my --columns id,c_t1 --target-dir $D -m 1");
        Holds(D, ("part-m-00000", Lines("1,1", "2,null")));
    }

    [Theory]
    [InlineData("--map-column-java u=String,j=String")]
    [InlineData("")]
    public void TXT_19_Types_without_a_mapping_are_texts(string mapping)
    {
        Use(Product.PostgreSql);
        Succeed($"import $C --table oth --target-dir $D -m 1 {mapping}");
        Holds(D, ("part-m-00000", Lines("""1,123e4567-e89b-12d3-a456-426614174000,{"a": 1}""")));
    }

    [Theory]
    [InlineData(Product.MariaDb)]
    [InlineData(Product.Sqlite)]
    public void TXT_21_Compressed_files_are_gzip(Product product)
    {
        Use(product);
        Succeed("import $C --table emp --target-dir $D -m 1 -z");
        Assert.Equal(["_SUCCESS", "part-m-00000.gz"], FileTree.Names(D));
        Assert.Equal(
            Lines("1,Aaron,2009-05-14,1000000.0,engineering", "2,Bob,2009-04-20,400.0,sales", "3,Fred,2009-01-23,15.0,marketing"),
            FileTree.ReadGzip(Path.Combine(D, "part-m-00000.gz")));
    }

    [Fact]
    public void TXT_23_An_unknown_codec_is_refused_by_name()
    {
        Use(Product.MariaDb);
        Refuse("import $C --table emp --target-dir $D -m 1 --compression-codec foobar", "foobar");
    }
}
