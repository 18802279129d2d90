using System.Text;
using CsCheck;
using Levada.Transfer.Options;
using Levada.TransferEngine.Import;

namespace Levada.TransferEngine.Tests.Import;

public sealed class RecordEndsTests
{
    [Theory]
    [InlineData("1,\"a\nb\"\n2,\"say \"\"x\"\"\"\n")]
    [InlineData("1,plain\n2,\"\"\"\n\"\n")]
    public void A_line_feed_in_quotation_marks_ends_no_record(string text) =>
        Assert.Equal(2, Count(DelimiterSet.Default, text));

    [Theory]
    [InlineData("1,'O\\'Brien'\n2,'x'\n")]
    [InlineData("1,'back\\\\'\n2,'\\\\\\''\n")]
    [InlineData("1,'a\\\nb'\n2,NULL\n")]
    public void An_escaped_enclosing_character_ends_no_field(string text) =>
        Assert.Equal(2, Count(DelimiterSet.MySql, text));

    [Fact]
    public void Outside_of_an_enclosed_field_the_escape_character_is_a_character() =>
        Assert.Equal(2, Count(DelimiterSet.Default with { Enclose = '"', Escape = '\\' }, "1,\\\n2,\\\n"));

    [Fact]
    public void Text_is_cut_at_the_first_end_of_a_record_at_or_behind_the_place_however_it_arrives() =>
        Gen.Select(Gen.OneOf("1\n", "22,x\n", "\"a\n\"\n", "\"\"\"\n\"\"\",z\n").Array[0, 20], Gen.Int[1, 9], Gen.Int[1, 12])
            .Sample((records, chunkBytes, fileBytes) =>
            {
                var expected = new List<string>();
                foreach (var record in records)
                    if (expected.Count == 0 || expected[^1].Length >= fileBytes)
                        expected.Add(record);
                    else
                        expected[^1] += record;
                Assert.Equal(expected, Cut(string.Concat(records), chunkBytes, fileBytes));
            });

    [Fact]
    public void Where_the_stream_is_cut_makes_no_difference() =>
        Gen.Select(Gen.OneOf('a', '\'', '\\', '\n', ',').Array[0, 40], Gen.Int[1, 7]).Sample((characters, step) =>
        {
            var ends = new RecordEnds(DelimiterSet.MySql);
            var count = 0L;
            foreach (var piece in Encoding.ASCII.GetBytes(characters).Chunk(step))
            {
                ends.Pass(piece, long.MaxValue, out _, out var more);
                count += more;
            }

            Assert.Equal(Count(DelimiterSet.MySql, new string(characters)), count);
        });

    private static long Count(DelimiterSet delimiters, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Assert.False(new RecordEnds(delimiters).Pass(bytes, long.MaxValue, out var length, out var count));
        Assert.Equal(bytes.Length, length);
        return count;
    }

    private static List<string> Cut(string text, int chunkBytes, int fileBytes)
    {
        var ends = new RecordEnds(DelimiterSet.Default);
        var files = new List<string>();
        var isFull = true;
        foreach (var chunk in text.Chunk(chunkBytes))
        {
            for (ReadOnlySpan<byte> rest = Encoding.ASCII.GetBytes(chunk); !rest.IsEmpty;)
            {
                if (isFull)
                    files.Add("");
                isFull = ends.Pass(rest, fileBytes - files[^1].Length, out var length, out _);
                files[^1] += Encoding.ASCII.GetString(rest[..length]);
                rest = rest[length..];
            }
        }

        return files;
    }
}
