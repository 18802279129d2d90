using System.Runtime.InteropServices;

namespace Levada.Coordination.Groups.Consumer;

/// <summary>A number that changes when any of a set of topics does: by id, partitions or racks, by coming or going.</summary>
/// <remarks>
/// FNV-1a over 64 bits. Kafka's brokers hash with XXH3 (KIP-1101); a group that comes from there gets one epoch more, and
/// keeps its assignment.
/// </remarks>
internal static class TopicsHash
{
    private const ulong Basis = 14_695_981_039_346_656_037;
    private const ulong Prime = 1_099_511_628_211;

    /// <param name="topics">In ordinal order; those that do not exist count for nothing.</param>
    /// <returns>0 where none exists.</returns>
    public static long Of(IEnumerable<string> topics, ITopicCatalog catalog)
    {
        var hash = Basis;
        var isAny = false;
        foreach (var topic in topics)
        {
            var count = catalog.PartitionCountOf(topic);
            if (count == 0) continue;
            isAny = true;
            var id = catalog.IdOf(topic);
            Add(ref hash, id.MostSignificant);
            Add(ref hash, id.LeastSignificant);
            Add(ref hash, topic);
            Add(ref hash, count);
            for (var partition = 0; partition < count; partition++)
                foreach (var rack in catalog.RacksOf(topic, partition)) Add(ref hash, rack);
        }

        return isAny ? (long)hash : 0;
    }

    private static void Add(ref ulong hash, string text)
    {
        Add(ref hash, text.Length);
        Add(ref hash, MemoryMarshal.AsBytes(text.AsSpan()));
    }

    private static void Add(ref ulong hash, long number) => Add(ref hash, MemoryMarshal.AsBytes(new ReadOnlySpan<long>(ref number)));

    private static void Add(ref ulong hash, ReadOnlySpan<byte> bytes)
    {
        foreach (var value in bytes) hash = unchecked((hash ^ value) * Prime);
    }
}
