using System.Buffers.Binary;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Log.Producers;

/// <summary>The producers of one partition as a file (<c>.snapshot</c>), so that recovery need not read the whole log.</summary>
/// <remarks>
/// int16 version 1, uint32 CRC-32C of what follows it, int32 count, then 46 bytes each: id, epoch, last sequence, last offset,
/// offset delta, timestamp, coordinator epoch, first offset of the open transaction. Only the last batch of a producer is kept.
/// </remarks>
internal static class ProducerSnapshot
{
    private const short Version = 1;
    private const int CrcAt = 2;
    private const int CountAt = 6;
    private const int EntriesAt = 10;
    private const int EntryByteCount = 46;

    public static byte[] ToBytes(ProducerStates states)
    {
        var bytes = new byte[EntriesAt + (states.Count * EntryByteCount)];
        BinaryPrimitives.WriteInt16BigEndian(bytes, Version);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(CountAt), states.Count);
        var rest = bytes.AsSpan(EntriesAt);
        foreach (var entry in states.Entries)
        {
            WriteEntry(rest, entry);
            rest = rest[EntryByteCount..];
        }

        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(CrcAt), Crc32C.Compute(bytes.AsSpan(CountAt)));
        return bytes;
    }

    /// <summary>Puts the producers of a snapshot into an empty state; false, and nothing is put, when it is torn or foreign.</summary>
    public static bool TryLoad(ReadOnlySpan<byte> bytes, ProducerStates states)
    {
        if (bytes.Length < EntriesAt
            || BinaryPrimitives.ReadInt16BigEndian(bytes) != Version
            || BinaryPrimitives.ReadUInt32BigEndian(bytes[CrcAt..]) != Crc32C.Compute(bytes[CountAt..])) return false;
        var count = BinaryPrimitives.ReadInt32BigEndian(bytes[CountAt..]);
        var entries = bytes[EntriesAt..];
        if (count < 0 || entries.Length != (long)count * EntryByteCount) return false;
        for (; entries.Length > 0; entries = entries[EntryByteCount..]) states.Restore(ReadEntry(entries));
        return true;
    }

    private static void WriteEntry(Span<byte> target, ProducerEntry entry)
    {
        var last = entry.HasBatches ? entry.LastBatch : new ProducerBatch(-1, -1, 0, entry.LastTimestampMs);
        BinaryPrimitives.WriteInt64BigEndian(target, entry.ProducerId);
        BinaryPrimitives.WriteInt16BigEndian(target[8..], entry.Epoch.Value);
        BinaryPrimitives.WriteInt32BigEndian(target[10..], last.LastSequence);
        BinaryPrimitives.WriteInt64BigEndian(target[14..], last.LastOffset);
        BinaryPrimitives.WriteInt32BigEndian(target[22..], last.OffsetDelta);
        BinaryPrimitives.WriteInt64BigEndian(target[26..], entry.LastTimestampMs);
        BinaryPrimitives.WriteInt32BigEndian(target[34..], entry.CoordinatorEpoch);
        BinaryPrimitives.WriteInt64BigEndian(target[38..], entry.TransactionFirstOffset);
    }

    private static ProducerEntry ReadEntry(ReadOnlySpan<byte> source)
    {
        var entry = new ProducerEntry(BinaryPrimitives.ReadInt64BigEndian(source));
        entry.MoveToEpoch(new ProducerEpoch(BinaryPrimitives.ReadInt16BigEndian(source[8..])));
        entry.LastTimestampMs = BinaryPrimitives.ReadInt64BigEndian(source[26..]);
        entry.CoordinatorEpoch = BinaryPrimitives.ReadInt32BigEndian(source[34..]);
        entry.TransactionFirstOffset = BinaryPrimitives.ReadInt64BigEndian(source[38..]);
        var lastSequence = BinaryPrimitives.ReadInt32BigEndian(source[10..]);
        var lastOffset = BinaryPrimitives.ReadInt64BigEndian(source[14..]);
        if (lastOffset >= 0 && lastSequence >= 0)
            entry.Add(new(lastSequence, lastOffset, BinaryPrimitives.ReadInt32BigEndian(source[22..]), entry.LastTimestampMs));
        return entry;
    }
}
