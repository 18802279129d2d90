using CsCheck;
using Levada.Transfer.CommandLine;
using Levada.Transfer.CommandLine.Arguments;
using Levada.Transfer.Options;

namespace Levada.Transfer.Tests.CommandLine;

public sealed class TextArgumentTests
{
    private const string Import = $"import {Sqoop.Connect} --table t";

    private static char Parse(string text) => DelimiterArgument.Parse(text, new OptionsDraft(ToolName.Import));

    private static TextOptions Text(string tool, params string[] options) =>
        Sqoop.Options([.. Sqoop.Split($"{tool} {Sqoop.Connect} --table t"), .. tool == "export" ? ["--export-dir", "d"] : Array.Empty<string>(), .. options]).Text;

    [Theory]
    [InlineData(",", ',')]
    [InlineData("é", 'é')]
    [InlineData(@"\b", '\b')]
    [InlineData(@"\n", '\n')]
    [InlineData(@"\r", '\r')]
    [InlineData(@"\t", '\t')]
    [InlineData("\\\"", '"')]
    [InlineData(@"\'", '\'')]
    [InlineData(@"\\", '\\')]
    [InlineData(@"\", '\\')]
    [InlineData(@"\0", '\0')]
    [InlineData(@"\001", '\u0001')]
    [InlineData(@"\0177", '\u007f')]
    [InlineData(@"\0x1f", '\u001f')]
    [InlineData(@"\0X1F", '\u001f')]
    [InlineData(@"\0x20AC", '€')]
    public void Delimiters_are_characters_or_escapes(string text, char expected) => Assert.Equal(expected, Parse(text));

    [Theory]
    [InlineData("", "Character argument expected.")]
    [InlineData(@"\0x", "Base-16 value expected for character argument.")]
    [InlineData(@"\q", @"Cannot understand character argument: \q")]
    [InlineData(@"\tt", @"Cannot understand character argument: \tt")]
    [InlineData(@"\u0001", @"Cannot understand character argument: \u0001")]
    [InlineData(@"\08", "8 is not the number of a character")]
    [InlineData(@"\0777777777", "is not the number of a character")]
    [InlineData(@"\0xzz", "zz is not the number of a character")]
    [InlineData(@"\0x12345", "12345 is not the number of a character")]
    public void Other_escapes_are_errors(string text, string complaint) =>
        Assert.Contains(complaint, Assert.Throws<UsageException>(() => Parse(text)).Message);

    [Fact]
    public void Of_several_characters_the_first_is_taken_with_a_warning()
    {
        var result = Sqoop.Parse($"{Import} --fields-terminated-by ||");
        Assert.Equal('|', result.Options!.Text.Output.Field);
        Assert.Contains(result.Notes, note => note.Text.Contains("only the first will be used"));
    }

    [Fact]
    public void Every_character_has_an_octal_and_a_hexadecimal_form() => Gen.Char.Sample(c =>
    {
        var number = (int)c;
        Assert.Equal(c, Parse($@"\0x{number:x}"));
        if (number > 0) Assert.Equal(c, Parse($@"\0{Convert.ToString(number, 8)}"));
    });

    [Fact]
    public void Enclosing_every_field_wins_over_enclosing_some() =>
        Assert.Equal(new DelimiterSet(',', '\n', '#', '\0', true), Text("import", "--enclosed-by", "#", "--optionally-enclosed-by", "'").Output);

    [Fact]
    public void The_delimiters_of_mysql_override_all_others()
    {
        var text = Text("import", "--mysql-delimiters", "--fields-terminated-by", "x", "--enclosed-by", "y");
        Assert.Equal(DelimiterSet.MySql, text.Output);
        Assert.True(text is { IsMySqlDelimiters: true, IsOutputGiven: true });
    }

    [Fact]
    public void Each_input_delimiter_that_is_not_given_is_that_of_the_output()
    {
        Assert.Equal(new DelimiterSet('\t', '\n', '"', '\\', false), Text(
            "export", "--fields-terminated-by", @"\t", "--optionally-enclosed-by", "\"", "--escaped-by", @"\\").Input);
        Assert.Equal(new DelimiterSet(';', '\n', '\'', '\0', true), Text(
            "export", "--input-fields-terminated-by", ";", "--fields-terminated-by", "|", "--input-enclosed-by", "'", "--optionally-enclosed-by", "#").Input);
    }

    [Theory]
    [InlineData(@"\\N", @"\N")]
    [InlineData(@"\N", @"\N")]
    [InlineData("", "")]
    [InlineData("NUL", "NUL")]
    [InlineData(@"\t", "\t")]
    [InlineData(@"a\\b", @"a\b")]
    [InlineData(@"\u0041\101\7", "AA\a")]
    [InlineData(@"\400", " 0")]
    [InlineData(@"\", @"\")]
    [InlineData(@"\u00", @"\u00")]
    public void Null_texts_are_java_literals_and_a_lone_backslash_is_kept(string given, string expected)
    {
        var text = Text("import", "--null-string", given, "--null-non-string", given);
        Assert.Equal(expected, text.NullString);
        Assert.Equal(expected, text.NullNonString);
        Assert.True(text.IsNullStringGiven);
    }

    [Fact]
    public void Text_without_a_backslash_is_its_own_java_literal() =>
        Gen.String.Where(text => !text.Contains('\\')).Sample(text => Assert.Equal(text, JavaLiteral.Resolve(text)));

    [Fact]
    public void Doubled_backslashes_are_single_ones() =>
        Gen.String.Sample(text => Assert.Equal(text, JavaLiteral.Resolve(text.Replace("\\", "\\\\"))));

    [Fact]
    public void An_export_reads_the_word_null_unless_told_otherwise()
    {
        var text = Text("export", "--null-string", "x");
        Assert.True(text is { InputNullString: "null", InputNullNonString: "null", IsInputNullStringGiven: false });
        Assert.Equal(@"\N", Text("export", "--input-null-non-string", @"\\N").InputNullNonString);
    }

    [Fact]
    public void What_an_import_writes_for_null_it_reads_again_when_it_merges() =>
        Assert.True(Text("import", "--null-string", "x", "--null-non-string", "y") is { InputNullString: "x", InputNullNonString: "y" });

    [Theory]
    [InlineData("a=String", "a:String")]
    [InlineData("a=String,b=Integer", "a:String b:Integer")]
    [InlineData("id=DECIMAL(10%2C%202)", "id:DECIMAL(10, 2)")]
    [InlineData("id=DECIMAL(10,2),b=INT", "id:DECIMAL(10,2) b:INT")]
    [InlineData("a+b=x%3Dy", "a b:x=y")]
    [InlineData("a=1,a=2,", "a:2")]
    public void Mappings_are_pairs_url_encoded(string text, string expected) =>
        Assert.Equal(expected, string.Join(' ', ColumnMapping.Parse(text).Select(pair => $"{pair.Key}:{pair.Value}")));

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("a=")]
    [InlineData("a=b=c")]
    [InlineData("a=b,,c=d")]
    public void A_mapping_that_is_no_pair_is_malformed(string text) =>
        Assert.StartsWith("Malformed mapping.", Sqoop.Complaint([.. Sqoop.Split(Import), "--map-column-java", text]));

    [Theory]
    [InlineData("gzip", "gzip")]
    [InlineData("GZIP", "gzip")]
    [InlineData("org.apache.hadoop.io.compress.GzipCodec", "gzip")]
    [InlineData("SnappyCodec", "snappy")]
    [InlineData("org.apache.hadoop.io.compress.BZip2Codec", "bzip2")]
    [InlineData("org.apache.hadoop.io.compress.DefaultCodec", "deflate")]
    [InlineData("org.apache.hadoop.io.compress.ZStandardCodec", "zstd")]
    [InlineData("lz4", "lz4")]
    public void Codecs_have_short_names_and_class_names_and_ask_for_compression(string name, string expected)
    {
        var options = Sqoop.Options($"{Import} --compression-codec {name}");
        Assert.True(options.IsCompressed);
        Assert.Equal(expected, options.CompressionCodec);
    }

    [Fact]
    public void Compression_alone_leaves_the_codec_to_the_layout() =>
        Assert.True(Sqoop.Options($"{Import} -z") is { IsCompressed: true, CompressionCodec: null });

    [Fact]
    public void A_codec_that_is_unknown_or_not_offered_is_named()
    {
        Assert.Contains("foobar", Sqoop.Complaint($"{Import} --compression-codec foobar"));
        Assert.Contains("not offered", Sqoop.Complaint($"{Import} --compression-codec com.hadoop.compression.lzo.LzopCodec"));
    }

    [Fact]
    public void Properties_files_are_read_as_java_reads_them() => Assert.Equal(
        "a=1|b=2 3|c=|d e=f|g=h\ti|u=é|z=last",
        string.Join('|', JavaProperties.Parse(
            "a=1\n! no\n  b : 2 3\nc\nd\\ e f\ng=h\\ti\n\\u0075=\\u00e9\nz=first\nz=la\\\n   st").Select(pair => $"{pair.Key}={pair.Value}")));
}
