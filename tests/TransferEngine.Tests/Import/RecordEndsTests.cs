using System.Text;
using CsCheck;
using Levada.Transfer.Options;
using Levada.TransferEngine.Import;

namespace Levada.TransferEngine.Tests.Import;

public sealed class RecordEndsTests
{
    [Theory]
    [InlineData("1,a\n2,b\n", 2, 4)]
    [InlineData("1,\"a\nb\"\n2,\"x\"\"\n\"\n", 2, 8)]
    [InlineData("1,a", 0, -1)]
    public void A_line_feed_within_a_quoted_field_ends_no_record(string text, long count, int firstEnd) =>
        Assert.Equal((count, firstEnd), Ends(text, DelimiterSet.Default));

    [Fact]
    public void An_escaped_quotation_mark_does_not_end_its_field() =>
        Assert.Equal((2L, 10), Ends("1,'a\\'\nb'\n2,'c\\\\'\n", DelimiterSet.MySql));

    [Fact]
    public void Where_the_stream_is_cut_makes_no_difference() =>
        Gen.Select(Gen.Int[0, 4].Select(index => "a'\\\n,"[index]).Array[0, 40], Gen.Int[1, 7]).Sample((characters, step) =>
        {
            var bytes = Encoding.ASCII.GetBytes(characters);
            var ends = new RecordEnds(DelimiterSet.MySql);
            var count = bytes.Chunk(step).Sum(piece => ends.Pass(piece, out _));
            Assert.Equal(new RecordEnds(DelimiterSet.MySql).Pass(bytes, out _), count);
        });

    private static (long Count, int FirstEnd) Ends(string text, DelimiterSet delimiters) =>
        (new RecordEnds(delimiters).Pass(Encoding.ASCII.GetBytes(text), out var firstEnd), firstEnd);
}
