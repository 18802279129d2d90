using System.Buffers.Binary;
using Levada.Output;
using Levada.Records;

namespace Levada.Dump;

/// <summary>Prints a snapshot of producer states.</summary>
internal static class ProducerSnapshotDump
{
    private const short Version = 1;
    private const int CrcAt = 2;
    private const int CountAt = 6;
    private const int EntriesAt = 10;
    private const int EntryByteCount = 46;

    public static void Dump(string path, DumpSink sink, int countMax)
    {
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        if (bytes.Length < EntriesAt || BinaryPrimitives.ReadInt16BigEndian(bytes) != Version)
        {
            sink.AddDamage(0, "not a producer snapshot of version 1");
            return;
        }

        if (BinaryPrimitives.ReadUInt32BigEndian(bytes[CrcAt..]) != Crc32C.Compute(bytes[CountAt..]))
            sink.AddDamage(CrcAt, "the CRC does not fit the bytes");
        var count = BinaryPrimitives.ReadInt32BigEndian(bytes[CountAt..]);
        if (count < 0 || (long)count * EntryByteCount != bytes.Length - EntriesAt) sink.AddDamage(CountAt, $"{count} entries do not fill the file");
        for (var at = EntriesAt; at + EntryByteCount <= bytes.Length && countMax-- > 0; at += EntryByteCount)
            Add(sink, bytes.Slice(at, EntryByteCount));
    }

    private static void Add(DumpSink sink, ReadOnlySpan<byte> entry) => sink.Add(
        ("producerId", BinaryPrimitives.ReadInt64BigEndian(entry)), ("producerEpoch", BinaryPrimitives.ReadInt16BigEndian(entry[8..])),
        ("lastSequence", BinaryPrimitives.ReadInt32BigEndian(entry[10..])), ("lastOffset", BinaryPrimitives.ReadInt64BigEndian(entry[14..])),
        ("offsetDelta", BinaryPrimitives.ReadInt32BigEndian(entry[22..])), ("lastTimestamp", Cell.Time(BinaryPrimitives.ReadInt64BigEndian(entry[26..]))),
        ("coordinatorEpoch", BinaryPrimitives.ReadInt32BigEndian(entry[34..])),
        ("currentTxnFirstOffset", BinaryPrimitives.ReadInt64BigEndian(entry[38..])));
}
