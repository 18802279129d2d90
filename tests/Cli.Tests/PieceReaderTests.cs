using System.Text;
using CsCheck;
using Levada.Text;

namespace Levada.Cli.Tests;

public sealed class PieceReaderTests
{
    [Theory]
    [InlineData("a\nb\n", "\n", "a|b")]
    [InlineData("a\nb", "\n", "a|b")]
    [InlineData("a\n\nb\n", "\n", "a||b")]
    [InlineData("", "\n", "")]
    [InlineData("a--b-c--", "--", "a|b-c")]
    public async Task Pieces_end_at_the_delimiter(string text, string delimiter, string pieces) =>
        Assert.Equal(pieces, string.Join('|', await ReadAsync(text, Encoding.UTF8.GetBytes(delimiter), 3)));

    [Fact]
    public async Task Without_a_delimiter_all_is_one_piece() =>
        Assert.Equal(["a\nb\n"], await ReadAsync("a\nb\n", null, 2));

    [Fact]
    public async Task However_the_bytes_arrive_the_pieces_are_those_of_a_split() =>
        await Gen.Select(Gen.Int[0, 2].Select(index => "a-b"[index]).Array[0, 200], Gen.Int[1, 7]).SampleAsync(async (characters, readByteCount) =>
        {
            var text = new string(characters);
            var expected = text.Split("--").ToList();
            if (expected[^1].Length == 0) expected.RemoveAt(expected.Count - 1);
            Assert.Equal(expected, await ReadAsync(text, "--"u8.ToArray(), readByteCount));
        });

    private static async Task<List<string>> ReadAsync(string text, byte[]? delimiter, int readByteCountMax)
    {
        using var stream = new DrippingStream(Encoding.UTF8.GetBytes(text), readByteCountMax);
        var reader = new PieceReader(stream, delimiter);
        var pieces = new List<string>();
        while (await reader.ReadAsync(CancellationToken.None) is { } piece) pieces.Add(Encoding.UTF8.GetString(piece.Span));
        return pieces;
    }

    private sealed class DrippingStream(byte[] bytes, int readByteCountMax) : MemoryStream(bytes)
    {
        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            base.ReadAsync(buffer[..Math.Min(buffer.Length, readByteCountMax)], cancellationToken);
    }
}
