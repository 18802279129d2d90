using Levada.Broker.Data;
using Levada.Protocol;
using Levada.Records;
using Levada.Replication;

namespace Levada.Broker.Share.DeadLetters;

/// <summary>Reads the records that dead letters are copies of.</summary>
/// <remarks>Holds one piece of the log at a time, and one batch of it without compression.</remarks>
internal sealed class DeadLetterSource(HostedPartition hosted) : IDisposable
{
    private const int ReadBytesMax = 1024 * 1024;
    private readonly FrameBuffer _bytes = new();
    private readonly FrameBuffer _payload = new();

    /// <summary>Reads a piece of the log from an offset on; blocks while the disk works.</summary>
    /// <returns>None also where there is nothing: what was there has left the log.</returns>
    public ErrorCode Read(long offset)
    {
        _bytes.Clear();
        var position = new FetchPosition(offset, int.MaxValue, LeaderEpoch.None, LeaderEpoch.None);
        var read = PartitionReader.Read(hosted, position, isReadCommitted: false, ReadBytesMax, isOneBatchRequired: true, mayBlock: true);
        if (read.Error is not (ErrorCode.None or ErrorCode.OffsetOutOfRange)) return read.Error;
        if (read.Range.IsEmpty) return ErrorCode.None;
        try
        {
            _bytes.Truncate(read.Range.File!.Read(_bytes.Append(read.Range.ByteCount), read.Range.Position));
            return ErrorCode.None;
        }
        catch (IOException e)
        {
            hosted.Directory.GoOffline(e);
            return ErrorCode.KafkaStorageError;
        }
        catch (ObjectDisposedException)
        {
            // Retention took the file away meanwhile.
            _bytes.Clear();
            return ErrorCode.None;
        }
    }

    /// <summary>The batches of the piece, in order.</summary>
    public RecordBatchEnumerator Batches => new(_bytes.Written);

    /// <summary>A batch's records; none of a batch that cannot be decompressed. There until the next call.</summary>
    public RecordReader RecordsOf(RecordBatch batch)
    {
        if (batch.Codec == CompressionCodec.None) return new RecordReader(batch);
        _payload.Clear();
        Compression.TryDecompress(batch.Codec, batch.Payload, _payload, BatchSource.UncompressedBytesMax);
        return new RecordReader(batch, _payload.Written);
    }

    public void Dispose()
    {
        _bytes.Release();
        _payload.Release();
    }
}
