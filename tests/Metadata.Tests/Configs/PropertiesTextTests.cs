using CsCheck;
using Levada.Metadata.Configs;

namespace Levada.Metadata.Tests.Configs;

public sealed class PropertiesTextTests
{
    [Fact]
    public void Separators_comments_escapes_and_continuations_are_Javas()
    {
        const string text = """
            # a comment
              ! another
            a=1
            b : 2
            c 3
            d=
            e
            f = x\
               y, \
               z
            g\=h=i\tj
            k=\u0041\u00e9
            l=C:\\data\\
            m = trailing blank 
            n==o
            # not continued \
            p=q
            """;

        Assert.Equal(
            [
                new(3, "a", "1"), new(4, "b", "2"), new(5, "c", "3"), new(6, "d", ""), new(7, "e", ""),
                new(8, "f", "xy, z"), new(11, "g=h", "i\tj"), new(12, "k", "Aé"), new(13, "l", @"C:\data\"),
                new(14, "m", "trailing blank "), new(15, "n", "=o"), new(17, "p", "q"),
            ],
            PropertiesText.Parse(text));
    }

    [Fact]
    public void Windows_line_ends_are_line_ends() =>
        Assert.Equal([new(1, "a", "1"), new(2, "b", "2")], PropertiesText.Parse("a=1\r\nb=2\r\n"));

    [Fact]
    public void A_continuation_at_the_end_of_the_text_ends_there() =>
        Assert.Equal([new(1, "a", "1")], PropertiesText.Parse("a=1\\"));

    [Fact]
    public void No_text_makes_it_throw() =>
        Gen.String[Gen.Char["ab=: \\u0#!\n\r\t\f"], 0, 40].Sample(text => PropertiesText.Parse(text).Count >= 0);

    [Fact]
    public void A_written_assignment_is_read_back() =>
        Gen.Select(Gen.String[Gen.Char["ab=: #!\\\té"], 1, 10], Gen.String[Gen.Char["ab=: #!\\\té"], 0, 10])
            .Sample((name, value) =>
            {
                var read = PropertiesText.Parse($"{Escape(name)}={Escape(value)}");
                Assert.Equal([new PropertyLine(1, name, value)], read);
            });

    private static string Escape(string text) =>
        string.Concat(text.Select(letter => letter switch
        {
            '\t' => "\\t",
            'é' => "\\u00E9",
            _ when "=: #!\\".Contains(letter) => $"\\{letter}",
            _ => letter.ToString(),
        }));
}
