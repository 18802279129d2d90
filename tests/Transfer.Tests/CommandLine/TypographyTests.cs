namespace Levada.Transfer.Tests.CommandLine;

public sealed class TypographyTests
{
    private const string Import = $"import {Sqoop.Connect}";

    [Theory]
    [InlineData("–table t")]
    [InlineData("—table t")]
    [InlineData("–-table t")]
    [InlineData("-–table t")]
    [InlineData("—table=t")]
    public void A_long_dash_before_a_known_option_is_two_hyphens(string option)
    {
        var result = Sqoop.Parse($"{Import} {option}");
        Assert.Equal("t", result.Options?.Table);
        Assert.Contains(result.Notes, note => note.Text.Contains("typographic dash"));
    }

    [Theory]
    [InlineData("–m 3")]
    [InlineData("—m3")]
    public void A_long_dash_before_a_known_letter_is_a_hyphen(string option) =>
        Assert.Equal(3, Sqoop.Options($"{Import} --table t {option}").MapperCount);

    [Fact]
    public void A_long_dash_in_a_value_stays() =>
        Assert.Equal("–table", Sqoop.Options($"{Import} --table t --where –table").Import.Where);

    [Fact]
    public void A_long_dash_before_an_unknown_word_is_unrecognized() =>
        Assert.Contains(Sqoop.Parse($"{Import} --table t –foo").Notes, note => note.Text == "Unrecognized argument: –foo");

    [Theory]
    [InlineData("“a", "“", "201C")]
    [InlineData("a”", "”", "201D")]
    [InlineData("‘\\001’", "‘", "2018")]
    [InlineData("--where=“x”", "“", "201C")]
    public void Curly_quotes_are_refused_and_shown(string argument, string quote, string number)
    {
        var complaint = Sqoop.Complaint([.. Sqoop.Split(Import), "--table", "t", argument]);
        Assert.Contains(quote, complaint);
        Assert.Contains($"U+{number}", complaint);
    }

    [Fact]
    public void A_password_in_curly_quotes_is_not_shown()
    {
        var complaint = Sqoop.Complaint([.. Sqoop.Split(Import), "--table", "t", "--password", "“s3cret”"]);
        Assert.Contains("--password", complaint);
        Assert.DoesNotContain("s3cret", complaint);
    }

    [Theory]
    [InlineData("name = 'O’Hara'")]
    [InlineData("\"’tis\"")]
    public void Curly_quotes_inside_a_value_are_meant(string value) =>
        Assert.Equal(value.Trim('"'), Sqoop.Options([.. Sqoop.Split(Import), "--table", "t", "--where", value]).Import.Where);
}
