using System.Collections.Immutable;
using System.Text;
using Levada.DataFiles.Blocks;
using Levada.DataFiles.Values;
using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Avro;

/// <summary>Writes an Avro container file.</summary>
internal sealed class AvroWriter : IFormatWriter
{
    private readonly Stream _stream;
    private readonly BlockCodec _codec;
    private readonly byte[] _sync;
    private readonly int _blockBytes;
    private readonly ImmutableArray<AvroColumn> _columns;
    private readonly BlockBuffer _block = new();
    private readonly BlockBuffer _packed = new();
    private long _blockRows;

    private AvroWriter(Stream stream, AvroPlan plan, byte[] sync)
    {
        _stream = stream;
        _codec = AvroFormat.Codec(plan.Codec, plan.Level);
        _sync = sync;
        _blockBytes = plan.BlockBytes;
        var zone = new ZoneMap(plan.Options.Zone);
        var fault = new RowFault(plan.Schema, plan.Options);
        _columns = [.. plan.Fields.Select((field, ordinal) => AvroColumn.For(field, ordinal, plan.Options, zone, fault))];
    }

    /// <summary>Begins a file: writes its header.</summary>
    /// <param name="sync">16 bytes that no other file has.</param>
    /// <exception cref="TransferException">A column cannot be stored, or the codec is unknown.</exception>
    public static AvroWriter Create(Stream stream, AvroPlan plan, ReadOnlySpan<byte> sync)
    {
        var writer = new AvroWriter(stream, plan, sync[..AvroFormat.SyncSize].ToArray());
        writer.WriteHeader(plan);
        return writer;
    }

    /// <summary>Goes on with a file that was cut after a block, by its own marker.</summary>
    /// <param name="existing">The file so far, read from where it stands.</param>
    /// <param name="output">Takes what follows; it may be the same stream, which then must have been cut.</param>
    /// <param name="name">For messages.</param>
    /// <exception cref="TransferException">It is no such file, or one of another schema or codec.</exception>
    public static AvroWriter Continue(Stream existing, Stream output, string name, AvroPlan plan)
    {
        var header = AvroHeader.Read(existing, name);
        if (header.SchemaText != plan.SchemaText)
            throw new TransferException($"{name} was begun with another Avro schema and cannot be continued.");
        if (header.Codec != plan.Codec)
            throw new TransferException($"{name} was begun with the codec {header.Codec}, not {plan.Codec}, and cannot be continued.");
        return new AvroWriter(output, plan, header.Sync);
    }

    public void Write(RowBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var column in _columns)
            column.Bind(batch);
        for (var row = 0; row < batch.RowCount; row++)
        {
            foreach (var column in _columns)
                column.Write(row, _block);
            _blockRows++;
            if (_block.Length >= _blockBytes)
                EndBlock();
        }
    }

    public bool Cut()
    {
        EndBlock();
        return true;
    }

    public void Finish() => EndBlock();

    public void Dispose() => _codec.Dispose();

    private void WriteHeader(AvroPlan plan)
    {
        _block.Write(AvroFormat.Magic);
        _block.WriteZigZag(2);
        WriteText(AvroFormat.SchemaKey);
        WriteText(plan.SchemaText);
        WriteText(AvroFormat.CodecKey);
        WriteText(plan.Codec);
        _block.WriteZigZag(0);
        _block.Write(_sync);
        _stream.Write(_block.Written);
        _block.Clear();
    }

    private void WriteText(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        _block.WriteZigZag(bytes.Length);
        _block.Write(bytes);
    }

    // Row count and size in bytes stand before a block, the sync marker behind it.
    private void EndBlock()
    {
        if (_blockRows == 0)
            return;
        _codec.Compress(_block.Segment, _packed);
        _block.Clear();
        _block.WriteZigZag(_blockRows);
        _block.WriteZigZag(_packed.Length);
        _stream.Write(_block.Written);
        _stream.Write(_packed.Written);
        _stream.Write(_sync);
        _block.Clear();
        _packed.Clear();
        _blockRows = 0;
    }
}
