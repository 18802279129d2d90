using Levada.Protocol;

namespace Levada.Records.Tests;

public sealed class FrameTests
{
    private const int Lz4FlagsAt = 4;

    [Theory]
    [InlineData("lz4-dependent")]
    [InlineData("lz4-dependent-checked")]
    [InlineData("lz4-4mib")]
    [InlineData("lz4-256kib")]
    [InlineData("lz4-two-frames")]
    [InlineData("zstd-sized")]
    [InlineData("zstd-unsized")]
    [InlineData("zstd-window-128mib")]
    [InlineData("zstd-unchecked")]
    [InlineData("zstd-two-frames")]
    [InlineData("gzip-9")]
    [InlineData("gzip-named")]
    [InlineData("gzip-two-members")]
    [InlineData("snappy-bare")]
    [InlineData("snappy-xerial")]
    [InlineData("snappy-xerial-twice")]
    public void Frames_of_other_programs_decode(string name)
    {
        var target = new FrameBuffer();
        Assert.True(Compression.TryDecompress(Codec(name), Golden.Read(name), target, Golden.Content.Length));
        Assert.Equal(Golden.Content, target.Written.ToArray());
    }

    [Theory]
    [InlineData("lz4-dependent-checked")]
    [InlineData("lz4-256kib")]
    [InlineData("zstd-sized")]
    [InlineData("zstd-unsized")]
    [InlineData("gzip-9")]
    [InlineData("snappy-bare")]
    [InlineData("snappy-xerial")]
    public void A_frame_cut_short_never_gives_its_whole_content(string name)
    {
        var whole = Golden.Read(name);
        for (var length = 0; length < whole.Length - 8; length += 1 + (whole.Length / 300))
        {
            var target = new FrameBuffer();
            var isDecoded = Compression.TryDecompress(Codec(name), whole.AsSpan(0, length), target, Golden.Content.Length);
            Assert.True(!isDecoded || target.Length < Golden.Content.Length, $"{length} of {whole.Length} bytes");
        }
    }

    [Fact]
    public void The_lz4_samples_are_of_the_kinds_they_are_named_for()
    {
        Assert.Equal(0, Golden.Read("lz4-dependent")[Lz4FlagsAt] & Lz4Frame.BlockIndependent);
        Assert.Equal(Lz4Frame.BlockChecksum, Golden.Read("lz4-dependent-checked")[Lz4FlagsAt] & Lz4Frame.BlockChecksum);
        Assert.Equal(Lz4Frame.ContentSize, Golden.Read("lz4-4mib")[Lz4FlagsAt] & Lz4Frame.ContentSize);
    }

    [Theory]
    [InlineData("zstd-sized", 2_097_152, true)]
    [InlineData("zstd-unsized", 2_097_152, false)]
    [InlineData("zstd-window-128mib", 134_217_728, false)]
    public void A_zstd_frame_tells_its_window_and_size(string name, int windowByteCount, bool isSized)
    {
        var header = ZstdFrameHeader.Read(Golden.Read(name));
        var contentByteCount = isSized ? (ulong)Golden.Content.Length : 0;
        // A frame that tells its size in a single segment needs no more window than that.
        Assert.Equal(isSized ? Math.Min((ulong)windowByteCount, contentByteCount) : (ulong)windowByteCount, header.WindowByteCount);
        Assert.Equal(contentByteCount, header.ContentByteCount);
    }

    [Fact]
    public void A_block_checksum_that_does_not_fit_is_refused()
    {
        var frame = Golden.Read("lz4-dependent-checked");
        frame[^9] ^= 1; // The last block's checksum lies before the end mark and the content checksum.
        Assert.False(Compression.TryDecompress(CompressionCodec.Lz4, frame, new FrameBuffer(), Golden.Content.Length));
    }

    [Fact]
    public void A_bare_snappy_block_that_claims_gigabytes_is_refused_before_they_are_taken()
    {
        byte[] block = [0xff, 0xff, 0xff, 0xff, 0x07, 0x00, 0x61];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(Compression.TryDecompress(CompressionCodec.Snappy, block, new FrameBuffer(), int.MaxValue - 64));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
    }

    private static CompressionCodec Codec(string name) => Enum.Parse<CompressionCodec>(name.Split('-')[0], ignoreCase: true);
}
