using System.Buffers.Binary;
using System.Numerics;

namespace Levada.Log.Compaction;

/// <summary>128 bits that stand for a record's key while a log is cleaned.</summary>
/// <remarks>
/// SipHash-2-4 with a key of zeros: two of a billion keys agree with a probability below 1e-20, and it costs a small part of MD5.
/// Never stored, so that the choice binds nobody.
/// </remarks>
internal readonly record struct KeyHash(ulong Low, ulong High)
{
    private const int BlockByteCount = 8;

    public static KeyHash Of(ReadOnlySpan<byte> key)
    {
        // The published starting values, with the change that makes the hash 128 bits wide.
        var state = new State(0x736f6d6570736575, 0x646f72616e646f6d ^ 0xee, 0x6c7967656e657261, 0x7465646279746573);
        var rest = key;
        for (; rest.Length >= BlockByteCount; rest = rest[BlockByteCount..]) state.Absorb(BinaryPrimitives.ReadUInt64LittleEndian(rest));
        var last = (ulong)key.Length << 56;
        for (var index = 0; index < rest.Length; index++) last |= (ulong)rest[index] << (8 * index);
        state.Absorb(last);
        return state.Finish();
    }

    private struct State(ulong v0, ulong v1, ulong v2, ulong v3)
    {
        public void Absorb(ulong block)
        {
            v3 ^= block;
            Round();
            Round();
            v0 ^= block;
        }

        public KeyHash Finish()
        {
            v2 ^= 0xee;
            var low = Squeeze();
            v1 ^= 0xdd;
            return new(low, Squeeze());
        }

        private ulong Squeeze()
        {
            for (var round = 0; round < 4; round++) Round();
            return v0 ^ v1 ^ v2 ^ v3;
        }

        private void Round()
        {
            v0 += v1;
            v1 = BitOperations.RotateLeft(v1, 13) ^ v0;
            v0 = BitOperations.RotateLeft(v0, 32);
            v2 += v3;
            v3 = BitOperations.RotateLeft(v3, 16) ^ v2;
            v0 += v3;
            v3 = BitOperations.RotateLeft(v3, 21) ^ v0;
            v2 += v1;
            v1 = BitOperations.RotateLeft(v1, 17) ^ v2;
            v2 = BitOperations.RotateLeft(v2, 32);
        }
    }
}
