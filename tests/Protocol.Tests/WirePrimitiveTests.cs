using CsCheck;

namespace Levada.Protocol.Tests;

public sealed class WirePrimitiveTests
{
    [Fact]
    public void Integers_are_big_endian()
    {
        Assert.Equal(0x01020304, new WireReader([1, 2, 3, 4]).ReadInt32());
        Assert.Equal([0x80, 0, 0, 0, 0, 0, 0, 1], Written(w => w.WriteInt64(long.MinValue + 1)));
        Assert.Equal([0xff, 0xfe], Written(w => w.WriteUInt16(0xfffe)));
    }

    [Theory]
    [InlineData(0u, new byte[] { 0 })]
    [InlineData(127u, new byte[] { 0x7f })]
    [InlineData(128u, new byte[] { 0x80, 1 })]
    [InlineData(300u, new byte[] { 0xac, 2 })]
    [InlineData(uint.MaxValue, new byte[] { 0xff, 0xff, 0xff, 0xff, 0x0f })]
    public void Varints_are_unsigned_LEB128(uint value, byte[] bytes)
    {
        Assert.Equal(bytes, Written(w => w.WriteUnsignedVarint(value)));
        Assert.Equal(value, new WireReader(bytes).ReadUnsignedVarint());
    }

    [Fact]
    public void Every_varint_reads_as_it_was_written() =>
        Gen.UInt.Sample(value => Assert.Equal(value, new WireReader(Written(w => w.WriteUnsignedVarint(value))).ReadUnsignedVarint()));

    [Fact]
    public void A_varint_ends_after_five_bytes()
    {
        var reader = new WireReader([0x80, 0x80, 0x80, 0x80, 0x80, 0]);
        Assert.Equal(0u, reader.ReadUnsignedVarint());
        Assert.True(reader.Failed);
    }

    [Fact]
    public void After_a_failure_everything_is_zero()
    {
        var reader = new WireReader([1, 2, 3]);
        reader.ReadInt32();
        Assert.True(reader.Failed);
        Assert.Equal((0, 0L, "", 0), (reader.ReadInt8(), reader.ReadInt64(), reader.ReadString(false), reader.ReadArrayCount(true, 1)));
        Assert.Equal(0, reader.RemainingCount);
    }

    [Theory]
    [InlineData(false, new byte[] { 0xff, 0xff })]
    [InlineData(true, new byte[] { 0 })]
    public void A_null_string_fails_where_null_is_not_allowed(bool isFlexible, byte[] bytes)
    {
        var nullable = new WireReader(bytes);
        Assert.Null(nullable.ReadNullableString(isFlexible));
        Assert.False(nullable.Failed);
        var required = new WireReader(bytes);
        required.ReadString(isFlexible);
        Assert.True(required.Failed);
    }

    [Theory]
    [InlineData(false, new byte[] { 0xff, 0xfe })] // -2
    [InlineData(false, new byte[] { 0x7f, 0xff, 1 })]
    [InlineData(true, new byte[] { 0xff, 0xff, 0xff, 0xff, 0x0f })]
    [InlineData(true, new byte[] { 5, 1, 2, 3 })]
    public void A_string_longer_than_the_frame_fails(bool isFlexible, byte[] bytes)
    {
        var reader = new WireReader(bytes);
        Assert.Equal("", reader.ReadString(isFlexible));
        Assert.True(reader.Failed);
    }

    [Theory]
    [InlineData(1_000_001, 1)] // More than any array may hold.
    [InlineData(300_000, 4)] // More than a million bytes can hold.
    [InlineData(-2, 1)]
    [InlineData(int.MinValue, 1)]
    public void An_array_count_beyond_its_bounds_fails(int count, int elementSizeMin)
    {
        var frame = new byte[1_000_004];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(frame, count);
        var reader = new WireReader(frame);
        Assert.Equal(0, reader.ReadArrayCount(isFlexible: false, elementSizeMin));
        Assert.True(reader.Failed);
    }

    [Fact]
    public void An_array_count_within_the_bytes_left_is_taken()
    {
        var frame = new byte[1_000_004];
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(frame, 250_000);
        var reader = new WireReader(frame);
        Assert.Equal(250_000, reader.ReadArrayCount(isFlexible: false, elementSizeMin: 4));
        Assert.False(reader.Failed);
    }

    [Fact]
    public void More_than_ten_thousand_tagged_fields_fail()
    {
        var frame = new byte[40_000];
        Written(w => w.WriteUnsignedVarint(10_001)).CopyTo(frame, 0);
        var reader = new WireReader(frame);
        reader.SkipTaggedFields();
        Assert.True(reader.Failed);
    }

    [Fact]
    public void Tagged_fields_of_any_size_get_their_size_in_front() =>
        Gen.Select(Gen.UInt, Gen.Byte.Array[0, 40_000]).Sample((tag, value) =>
        {
            var bytes = Written(w =>
            {
                var start = w.BeginTaggedField(tag);
                w.WriteRaw(value);
                w.EndTaggedField(start);
            });
            var reader = new WireReader(bytes);
            var field = reader.ReadTaggedField(out var read);
            Assert.Equal(tag, read);
            Assert.Equal(value, field.Take(field.RemainingCount).ToArray());
            Assert.Equal(0, reader.RemainingCount);
        }, iter: 200);

    [Fact]
    public void A_string_too_long_for_16_bits_is_refused_by_the_writer()
    {
        var text = new string('x', short.MaxValue + 1);
        Assert.Throws<ArgumentException>(() => Written(w => w.WriteString(text, isFlexible: false)));
        Assert.Equal(text, new WireReader(Written(w => w.WriteString(text, isFlexible: true))).ReadString(isFlexible: true));
    }

    private delegate void Writing(WireWriter writer);

    private static byte[] Written(Writing write)
    {
        var buffer = new FrameBuffer();
        write(new WireWriter(buffer));
        return buffer.Written.ToArray();
    }
}
