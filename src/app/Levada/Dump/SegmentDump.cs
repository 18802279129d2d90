using System.Buffers.Binary;
using Levada.Output;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Dump;

/// <summary>Prints the batches of a segment or metadata snapshot, and their records if asked for.</summary>
internal sealed class SegmentDump(DumpOptions options, DumpSink sink)
{
    private const int DecompressedBytesMax = int.MaxValue / 2;
    private readonly FrameBuffer _scratch = new();

    public void Dump(string path, CancellationToken cancellationToken)
    {
        using var batches = new BatchFile(File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        var decoder = RecordDecoder.ForFile(path);
        for (var count = 0; count < options.CountMax && batches.MoveNext(); count++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (RecordBatch.TryRead(batches.Bytes, out var batch, out var error)) DumpBatch(batch, batches.Position, decoder);
            else if (error == RecordBatchError.ObsoleteMagic) DumpObsolete(batches);
            else sink.AddDamage(batches.Position, $"not a record batch ({error})");
        }

        if (batches.Damage is { } damage) sink.AddDamage(batches.Position, damage);
        _scratch.Release();
    }

    private void DumpObsolete(BatchFile batches) => sink.Add(
        ("position", batches.Position), ("sizeBytes", batches.Bytes.Length), ("magic", batches.Bytes[RecordBatchFormat.MagicAt]),
        ("baseOffset", BinaryPrimitives.ReadInt64BigEndian(batches.Bytes)));

    private void DumpBatch(RecordBatch batch, long position, RecordDecoder decoder)
    {
        sink.Add(
            ("position", position), ("sizeBytes", batch.SizeBytes), ("baseOffset", batch.BaseOffset), ("lastOffset", batch.LastOffset),
            ("records", batch.RecordCount), ("codec", batch.Codec.ToString().ToLowerInvariant()), ("crcValid", batch.IsCrcValid),
            ("leaderEpoch", batch.PartitionLeaderEpoch.Value), ("baseTimestamp", Cell.Time(batch.BaseTimestamp)),
            ("maxTimestamp", Cell.Time(batch.MaxTimestamp)), ("timestampType", batch.TimestampType == TimestampType.CreateTime ? "create" : "append"),
            ("producerId", batch.ProducerId), ("producerEpoch", batch.ProducerEpoch.Value), ("baseSequence", batch.BaseSequence),
            ("transactional", batch.IsTransactional), ("control", batch.IsControl), ("deleteHorizon", batch.HasDeleteHorizon));
        if (!batch.IsCrcValid) sink.AddDamage(position, "the CRC does not fit the bytes");
        else if (options.IsDeep) DumpRecords(batch, position, decoder);
    }

    private void DumpRecords(RecordBatch batch, long position, RecordDecoder decoder)
    {
        _scratch.Clear();
        if (!Compression.TryDecompress(batch.Codec, batch.Payload, _scratch, DecompressedBytesMax))
        {
            sink.AddDamage(position, $"the records do not decompress ({batch.Codec})");
            return;
        }

        var reader = new RecordReader(batch, _scratch.Written);
        while (reader.TryRead(out var record))
        {
            var (key, value) = batch.IsControl ? RecordDecoder.DecodeControl(record) : decoder.Decode(record);
            sink.Add(
                ("offset", record.Offset), ("timestamp", Cell.Time(record.Timestamp)), ("keyBytes", record.IsKeyNull ? -1 : record.Key.Length),
                ("valueBytes", record.IsValueNull ? -1 : record.Value.Length), ("headers", RecordDecoder.Headers(record)), ("key", key), ("value", value));
        }

        if (reader.Failed) sink.AddDamage(position, "a record is malformed");
    }
}
