using CsCheck;
using static Levada.DataFiles.Tests.Codecs.CodecSamples;

namespace Levada.DataFiles.Tests.Codecs;

public sealed class DamagedFileTests
{
    public static TheoryData<string> Codecs => Names;

    [Theory]
    [MemberData(nameof(Codecs))]
    public void A_file_cut_off_anywhere_is_an_error_never_a_shorter_file(string name)
    {
        var first = Compress(Codec(name), Lines(4));
        var file = Compress(Codec(name), Lines(4), Lines(9));
        for (var length = 1; length < file.Length; length++)
            if (length != first.Length)
                Assert.Throws<InvalidDataException>(() => Decompress(Codec(name), file[..length]));
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("bzip2")]
    [InlineData("deflate")]
    public void A_flipped_bit_is_an_error_or_changes_nothing(string name)
    {
        var bytes = Lines(5);
        var file = Compress(Codec(name), bytes);
        for (var bit = 0; bit < file.Length * 8; bit++)
        {
            var flipped = (byte[])file.Clone();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.True(TryDecompress(Codec(name), flipped) is not { } read || read.AsSpan().SequenceEqual(bytes));
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Whatever_the_bytes_are_they_are_read_or_refused_as_damaged(string name)
    {
        var files = Gen.Select(Bytes, Gen.Int[0, 1 << 30], Gen.Byte, Gen.Int[0, 60], (bytes, place, value, noiseLength) =>
        {
            var file = Compress(Codec(name), bytes);
            file[place % file.Length] = value;
            return file.Concat(Repeated(noiseLength, 60, place)).ToArray();
        });
        Gen.OneOf(files, Gen.Byte.Array[1, 200]).Sample(file => { TryDecompress(Codec(name), file); }, iter: 60);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Bytes_behind_the_last_member_are_an_error(string name) =>
        Assert.Throws<InvalidDataException>(() => Decompress(Codec(name), [.. Compress(Codec(name), Lines(9)), .. "garbage!"u8]));

    [Theory]
    // A chunk of 2 GiB, a snappy block that says it holds 4 GiB, one that holds more than its block, and no framing at all.
    [InlineData("snappy", "00000005" + "7FFFFFFF" + "05")]
    [InlineData("snappy", "7FFFFFFF" + "00000006" + "FFFFFFFF0F" + "00")]
    [InlineData("snappy", "00000004" + "00000007" + "05" + "10" + "68656C6C6F")]
    [InlineData("snappy", "FF060000734E61507059")]
    [InlineData("lz4", "00000005" + "7FFFFFFF" + "05")]
    [InlineData("lz4", "00000004" + "00000006" + "50" + "68656C6C6F")]
    [InlineData("lz4", "04224D186040820500008068656C6C6F00000000")]
    public void A_length_is_refused_before_memory_is_taken_for_it(string name, string file)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<InvalidDataException>(() => Decompress(Codec(name), Convert.FromHexString(file)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2 << 20);
    }
}
