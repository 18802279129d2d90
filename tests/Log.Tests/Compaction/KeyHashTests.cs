using System.Buffers.Binary;
using System.Text;
using Levada.Log.Compaction;

namespace Levada.Log.Tests.Compaction;

public sealed class KeyHashTests
{
    /// <summary>The same function under a key of zeros, written down here once more from its definition and plainly.</summary>
    private static (ulong, ulong) Plainly(ReadOnlySpan<byte> message)
    {
        var v = new ulong[] { 0x736f6d6570736575, 0x646f72616e646f6d ^ 0xee, 0x6c7967656e657261, 0x7465646279746573 };
        void Rounds(int count)
        {
            for (; count > 0; count--)
            {
                v[0] += v[1]; v[1] = ulong.RotateLeft(v[1], 13); v[1] ^= v[0]; v[0] = ulong.RotateLeft(v[0], 32);
                v[2] += v[3]; v[3] = ulong.RotateLeft(v[3], 16); v[3] ^= v[2];
                v[0] += v[3]; v[3] = ulong.RotateLeft(v[3], 21); v[3] ^= v[0];
                v[2] += v[1]; v[1] = ulong.RotateLeft(v[1], 17); v[1] ^= v[2]; v[2] = ulong.RotateLeft(v[2], 32);
            }
        }

        var padded = new byte[(message.Length / 8 * 8) + 8];
        message.CopyTo(padded);
        padded[^1] = (byte)message.Length;
        for (var at = 0; at < padded.Length; at += 8)
        {
            var block = BinaryPrimitives.ReadUInt64LittleEndian(padded.AsSpan(at));
            v[3] ^= block;
            Rounds(2);
            v[0] ^= block;
        }

        v[2] ^= 0xee;
        Rounds(4);
        var low = v[0] ^ v[1] ^ v[2] ^ v[3];
        v[1] ^= 0xdd;
        Rounds(4);
        return (low, v[0] ^ v[1] ^ v[2] ^ v[3]);
    }

    [Fact]
    public void Equal_bytes_and_only_they_have_the_hash_of_the_definition()
    {
        var seen = new HashSet<KeyHash>();
        for (var length = 0; length < 300; length++)
        {
            var key = Enumerable.Range(0, length).Select(index => (byte)(index * 7)).ToArray();
            var hash = KeyHash.Of(key);
            Assert.Equal(Plainly(key), (hash.Low, hash.High));
            Assert.True(seen.Add(hash));
        }
    }

    [Fact]
    public void A_map_gives_back_the_last_offset_of_every_key_it_took_and_no_other()
    {
        using var map = new OffsetMap(1 << 20, 10_000, 0.9);
        for (var offset = 0; offset < 10_000; offset++) Assert.True(map.TryPut(Encoding.UTF8.GetBytes($"key {offset % 7_000}"), offset));
        for (var key = 0; key < 7_000; key++) Assert.Equal(key < 3_000 ? key + 7_000 : key, map.Find(Encoding.UTF8.GetBytes($"key {key}")));
        Assert.Equal(-1, map.Find("another"u8));
        Assert.Equal((7_000, 9_999), (map.Count, map.LatestOffset));
    }

    [Fact]
    public void A_map_takes_no_more_memory_than_it_may_and_refuses_what_does_not_fit()
    {
        using var map = new OffsetMap(24 * 1_000, long.MaxValue, 0.9);
        Assert.True(map.ByteCount <= 24 * 1_000);
        var taken = 0;
        while (map.TryPut(BitConverter.GetBytes(taken), taken)) taken++;
        Assert.Equal(map.CountMax, taken);
        Assert.Equal(taken - 1, map.LatestOffset);
        Assert.True(map.TryPut(BitConverter.GetBytes(3), taken));
    }

    [Fact]
    public void A_map_for_few_keys_is_small()
    {
        using var map = new OffsetMap(128 * 1024 * 1024, 1_000, 0.9);
        Assert.True(map.ByteCount < 64 * 1024);
    }
}
