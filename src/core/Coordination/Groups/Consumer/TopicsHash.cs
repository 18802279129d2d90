using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace Levada.Coordination.Groups.Consumer;

/// <summary>A number that changes when any of a set of topics does: by id, partitions or racks, by coming or going.</summary>
/// <remarks>XXH3 over 64 bits, laid out as Apache Kafka does, so that a group's records mean the same to both (KIP-1101).</remarks>
internal static class TopicsHash
{
    private const byte LayoutVersion = 0;

    /// <param name="topics">In ordinal order; those that do not exist count for nothing.</param>
    /// <returns>0 where none exists.</returns>
    public static long Of(IEnumerable<string> topics, ITopicCatalog catalog)
    {
        var all = new XxHash3();
        var each = new XxHash3();
        var isAny = false;
        foreach (var topic in topics)
        {
            if (catalog.PartitionCountOf(topic) == 0) continue;
            isAny = true;
            Add(all, OfTopic(each, topic, catalog));
        }

        return isAny ? Result(all) : 0;
    }

    private static long OfTopic(XxHash3 hash, string topic, ITopicCatalog catalog)
    {
        hash.Reset();
        var id = catalog.IdOf(topic);
        var partitionCount = catalog.PartitionCountOf(topic);
        hash.Append([LayoutVersion]);
        Add(hash, id.MostSignificant);
        Add(hash, id.LeastSignificant);
        Add(hash, topic);
        Add(hash, partitionCount);
        for (var partition = 0; partition < partitionCount; partition++)
        {
            Add(hash, partition);
            foreach (var rack in catalog.RacksOf(topic, partition))
            {
                Add(hash, rack.Length);
                Add(hash, rack);
            }
        }

        return Result(hash);
    }

    private static void Add(XxHash3 hash, string text)
    {
        hash.Append(MemoryMarshal.AsBytes(text.AsSpan()));
        Add(hash, text.Length);
    }

    private static void Add(XxHash3 hash, int number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        hash.Append(bytes);
    }

    private static void Add(XxHash3 hash, long number)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.Append(bytes);
    }

    private static long Result(XxHash3 hash) => unchecked((long)hash.GetCurrentHashAsUInt64());
}
