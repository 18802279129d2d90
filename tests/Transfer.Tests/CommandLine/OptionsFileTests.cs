using Levada.Transfer.CommandLine;
using Levada.Transfer.CommandLine.Arguments;

namespace Levada.Transfer.Tests.CommandLine;

public sealed class OptionsFileTests
{
    private static string[] Expand(string text) => [.. OptionsFile.Expand(["--options-file", "f"], _ => text)];

    private static string Refusal(string text) => Assert.Throws<UsageException>(() => Expand(text)).Message;

    [Fact]
    public void Tokens_stand_on_lines_of_their_own_between_comments_and_empty_lines() => Assert.Equal(
        ["import", "--connect", "jdbc:x", "--where", "a # b"], Expand("# c\nimport\n\n  --connect  \n\tjdbc:x\r\n #d\n--where\na # b"));

    [Fact]
    public void A_file_may_stand_anywhere_and_several_times() => Assert.Equal(
        ["a", "x", "b", "x", "c"], OptionsFile.Expand(["a", "--options-file", "f", "b", "--options-file", "f", "c"], _ => "x"));

    [Fact]
    public void A_whole_command_line_may_stand_in_a_file()
    {
        var result = Sqoop.Parser(("f", "import\n--connect\nu\n--table\nt\n")).Parse(["--options-file", "f", "--append"]);
        Assert.True(result.Options is { Table: "t", Import.IsAppend: true });
    }

    [Fact]
    public void A_backslash_joins_lines_without_a_blank() => Assert.Equal(["SELECT a FROM t", "b"], Expand("SELECT a\\\n    FROM t\nb".Replace("a\\", "a \\")));

    [Theory]
    [InlineData("\"a b\"", "a b")]
    [InlineData("'a b'", "a b")]
    [InlineData("\"'a'\"", "'a'")]
    [InlineData("a'b\"c", "a'b\"c")]
    [InlineData("\"\"", "")]
    [InlineData("name = 'x'", "name = 'x'")]
    [InlineData("SELECT * FROM t WHERE a=\"x\"", "SELECT * FROM t WHERE a=\"x\"")]
    public void Quotes_around_a_token_go(string line, string expected) => Assert.Equal([expected], Expand(line));

    [Theory]
    [InlineData("'a")]
    [InlineData("a'")]
    [InlineData("\"a")]
    [InlineData("\"")]
    [InlineData("a 'b'")]
    [InlineData("a\\")]
    public void A_quote_or_a_continuation_without_end_is_malformed(string line) =>
        Assert.StartsWith("Malformed option in options file(f): ", Refusal(line));

    [Fact]
    public void A_quoted_text_does_not_go_over_lines() =>
        Assert.StartsWith("Multiline quoted strings not supported in file(f): ", Refusal("\"a\\\nb\""));

    [Fact]
    public void A_file_that_cannot_be_read_and_a_name_that_is_missing_are_errors()
    {
        Assert.Equal("Unable to read options file: f\nTry 'sqoop help' for usage.", Sqoop.Complaint("--options-file", "f"));
        Assert.Equal("Missing options file\nTry 'sqoop help' for usage.", Sqoop.Complaint("import", "--options-file"));
    }

    [Fact]
    public void Files_are_not_nested() => Assert.Equal(["--options-file", "g"], Expand("--options-file\ng"));
}
