using System.Buffers.Binary;

namespace Levada.Client.Producing;

/// <summary>The 32-bit MurmurHash2 with the seed that Kafka's Java producer uses, so that equal keys meet in equal partitions.</summary>
public static class Murmur2
{
    private const uint Seed = 0x9747b28c;
    private const uint Multiplier = 0x5bd1e995;
    private const int Shift = 24;

    public static int Hash(ReadOnlySpan<byte> key)
    {
        var hash = Seed ^ (uint)key.Length;
        var rest = key;
        for (; rest.Length >= sizeof(uint); rest = rest[sizeof(uint)..])
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(rest) * Multiplier;
            hash = (hash * Multiplier) ^ ((word ^ (word >> Shift)) * Multiplier);
        }

        uint tail = 0;
        for (var index = rest.Length - 1; index >= 0; index--) tail = (tail << 8) | rest[index];
        if (rest.Length > 0) hash = (hash ^ tail) * Multiplier;
        hash = (hash ^ (hash >> 13)) * Multiplier;
        return (int)(hash ^ (hash >> 15));
    }

    /// <summary>The partition of a key among so many, as the Java producer chooses it.</summary>
    public static int Partition(ReadOnlySpan<byte> key, int partitionCount) => (Hash(key) & int.MaxValue) % partitionCount;
}
