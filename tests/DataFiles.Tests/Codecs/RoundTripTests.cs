using CsCheck;
using static Levada.DataFiles.Tests.Codecs.CodecSamples;

namespace Levada.DataFiles.Tests.Codecs;

public sealed class RoundTripTests
{
    public static TheoryData<string> Codecs => Names;

    [Theory]
    [MemberData(nameof(Codecs))]
    public void What_was_compressed_is_read_back(string name) =>
        Bytes.Sample(bytes => Decompress(Codec(name), Compress(Codec(name), bytes)).AsSpan().SequenceEqual(bytes), iter: 30);

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Members_one_after_another_are_read_as_one(string name) =>
        Bytes.Array[0, 4].Sample(
            parts => Decompress(Codec(name), Compress(Codec(name), parts)).AsSpan().SequenceEqual([.. parts.SelectMany(part => part)]),
            iter: 20);

    [Theory]
    [MemberData(nameof(Codecs))]
    public void A_file_cut_off_after_a_member_is_whole(string name)
    {
        var output = new MemoryStream();
        using var members = Codec(name).Compress(output);
        members.Write(Lines(5000));
        members.EndMember();
        var cut = output.ToArray();
        members.Write(Lines(100));

        Assert.Equal(Lines(5000), Decompress(Codec(name), cut));
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Files_without_a_byte_are_files_and_read_as_empty(string name)
    {
        var file = Compress(Codec(name));
        Assert.NotEmpty(file);
        Assert.Empty(Decompress(Codec(name), file));
        Assert.Empty(Decompress(Codec(name), []));
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void A_file_that_goes_on_after_earlier_members_gets_no_empty_one(string name)
    {
        var output = new MemoryStream();
        using var members = Codec(name).Compress(output);
        members.HasMembers = true;
        members.Finish();
        Assert.Equal(0, output.Length);
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void A_member_follows_an_empty_file(string name) =>
        Assert.Equal(Lines(3), Decompress(Codec(name), [.. Compress(Codec(name)), .. Compress(Codec(name), Lines(3))]));

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Any_size_of_the_callers_buffer_reads_the_same(string name)
    {
        var bytes = Lines(3000);
        var file = Compress(Codec(name), bytes, bytes);
        foreach (var size in new[] { 1, 7, 4096, 1 << 20 })
        {
            using var reader = Codec(name).Decompress(new MemoryStream(file));
            var plain = new MemoryStream();
            reader.CopyTo(plain, size);
            Assert.Equal([.. bytes, .. bytes], plain.ToArray());
        }
    }

    [Fact]
    public void Blocks_fit_the_buffers_of_Hadoops_reader_even_when_nothing_can_be_saved()
    {
        var noise = new byte[1 << 20];
        new Random(1).NextBytes(noise);
        foreach (var name in new[] { "snappy", "lz4" })
        {
            var file = Compress(Codec(name), noise).AsSpan();
            while (!file.IsEmpty)
            {
                var plain = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(file);
                var compressed = System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(file[4..]);
                Assert.InRange(plain, 1u, 256u << 10);
                Assert.InRange(compressed, 1u, 256u << 10);
                file = file[(8 + (int)compressed)..];
            }
        }
    }
}
