using System.Buffers.Binary;
using Levada.Output;

namespace Levada.Dump;

/// <summary>Prints the index files of a segment.</summary>
internal static class IndexDump
{
    private const int OffsetEntryByteCount = 8;
    private const int TimeEntryByteCount = 12;
    private const int TransactionEntryByteCount = 34;

    public static void DumpOffsets(string path, long baseOffset, DumpSink sink, int countMax) =>
        Walk(path, OffsetEntryByteCount, sink, countMax, (entry, _) => sink.Add(
            ("offset", baseOffset + BinaryPrimitives.ReadInt32BigEndian(entry)), ("position", BinaryPrimitives.ReadInt32BigEndian(entry[4..]))));

    public static void DumpTimes(string path, long baseOffset, DumpSink sink, int countMax) =>
        Walk(path, TimeEntryByteCount, sink, countMax, (entry, _) => sink.Add(
            ("timestamp", Cell.Time(BinaryPrimitives.ReadInt64BigEndian(entry))), ("offset", baseOffset + BinaryPrimitives.ReadInt32BigEndian(entry[8..]))));

    public static void DumpTransactions(string path, DumpSink sink, int countMax) =>
        Walk(path, TransactionEntryByteCount, sink, countMax, (entry, position) =>
        {
            var version = BinaryPrimitives.ReadInt16BigEndian(entry);
            if (version != 0)
            {
                sink.AddDamage(position, $"an entry of version {version}");
                return;
            }

            sink.Add(
                ("producerId", BinaryPrimitives.ReadInt64BigEndian(entry[2..])), ("firstOffset", BinaryPrimitives.ReadInt64BigEndian(entry[10..])),
                ("lastOffset", BinaryPrimitives.ReadInt64BigEndian(entry[18..])), ("lastStableOffset", BinaryPrimitives.ReadInt64BigEndian(entry[26..])));
        });

    // Apache Kafka's active index files are as long as they may grow, filled up with zeros.
    private static void Walk(string path, int entryByteCount, DumpSink sink, int countMax, Action<ReadOnlySpan<byte>, long> print)
    {
        using var file = File.OpenRead(path);
        var entry = new byte[entryByteCount];
        for (long index = 0; index < countMax; index++)
        {
            var count = file.ReadAtLeast(entry, entryByteCount, throwOnEndOfStream: false);
            if (count == 0) return;
            if (count < entryByteCount)
            {
                sink.AddDamage(index * entryByteCount, $"{count} bytes are no entry");
                return;
            }

            if (index > 0 && !entry.AsSpan().ContainsAnyExcept((byte)0)) return;
            print(entry, index * entryByteCount);
        }
    }
}
