using System.Collections.Immutable;
using Levada.DataFiles.Blocks;
using Levada.DataFiles.Values;
using Levada.Transfer;
using Levada.Transfer.Rows;

namespace Levada.DataFiles.Sequence;

/// <summary>Writes a SequenceFile whose keys count its records and whose values are those of Sqoop's generated class.</summary>
internal sealed class SequenceWriter : IFormatWriter
{
    private readonly Stream _stream;
    private readonly SequencePlan _plan;
    private readonly SequenceHeader _header;
    private readonly BlockCodec? _codec;
    private readonly ImmutableArray<SequenceColumn> _columns;
    private readonly BlockBuffer _record = new();
    private readonly BlockBuffer _output = new();
    private readonly SequenceBlock _block = new();
    private long _nextKey;
    private long _sinceSync;

    private SequenceWriter(Stream stream, SequencePlan plan, SequenceHeader header, long nextKey)
    {
        _stream = stream;
        _plan = plan;
        _header = header;
        _nextKey = nextKey;
        _codec = header.OpenCodec();
        var zone = new ZoneMap(plan.Options.Zone);
        var fault = new RowFault(plan.Schema, plan.Options);
        _columns = [.. plan.Schema.Columns.Select((column, ordinal) => SequenceColumn.For(column, ordinal, plan.Options, zone, fault))];
    }

    /// <summary>Begins a file: writes its header.</summary>
    /// <param name="sync">16 bytes that no other file has.</param>
    /// <exception cref="TransferException">A column cannot be stored.</exception>
    public static SequenceWriter Create(Stream stream, SequencePlan plan, ReadOnlySpan<byte> sync)
    {
        var header = HeaderOf(plan) with { Sync = [.. sync[..SequenceFormat.SyncSize]] };
        var writer = new SequenceWriter(stream, plan, header, 0);
        header.Write(writer._output);
        writer.Flush();
        return writer;
    }

    /// <summary>Goes on with a file that was cut after a record: by its own marker, counting on.</summary>
    /// <param name="existing">The file so far, read to its end.</param>
    /// <param name="output">Takes what follows; it may be the same stream.</param>
    /// <param name="name">For messages.</param>
    /// <exception cref="TransferException">It is no such file, or one of other columns or another codec.</exception>
    public static SequenceWriter Continue(Stream existing, Stream output, string name, SequencePlan plan)
    {
        var header = SequenceHeader.Read(existing, name);
        if (header with { Sync = [] } != HeaderOf(plan))
            throw new TransferException($"{name} was begun with other columns or another codec and cannot be continued.");
        using var records = new SequenceRecords(existing, header);
        var count = 0L;
        try
        {
            while (records.TryNext(out _))
                count++;
        }
        catch (InvalidDataException e)
        {
            throw new RecordPlace(name) { Record = count }.Damage(e);
        }
        return new SequenceWriter(output, plan, header, count);
    }

    public void Write(RowBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var column in _columns)
            column.Bind(batch);
        for (var row = 0; row < batch.RowCount; row++)
        {
            _record.Clear();
            foreach (var column in _columns)
                column.Write(row, _record);
            if (_codec is null)
                WriteRecord();
            else
                _block.Add(_nextKey, _record.Written);
            _nextKey++;
            if (_block.Bytes >= _plan.BlockBytes)
                WriteBlock();
        }
        Flush();
    }

    public bool Cut()
    {
        WriteBlock();
        return true;
    }

    public void Finish() => WriteBlock();

    public void Dispose() => _codec?.Dispose();

    private static SequenceHeader HeaderOf(SequencePlan plan) => new(
        plan.ValueClass,
        plan.Codec is null ? SequenceMode.None : SequenceMode.Block,
        plan.Codec is null ? "" : SequenceFormat.ClassOf(plan.Codec),
        SequenceColumns.Write(plan.Schema),
        []);

    // Length of key and value, length of the key, both.
    private void WriteRecord()
    {
        if (_sinceSync >= SequenceFormat.SyncInterval)
            WriteSync();
        var start = _output.Length;
        SequenceFormat.WriteInt32(_output, SequenceFormat.KeySize + _record.Length);
        SequenceFormat.WriteInt32(_output, SequenceFormat.KeySize);
        SequenceFormat.WriteInt64(_output, _nextKey);
        _output.Write(_record.Written);
        _sinceSync += _output.Length - start;
    }

    // A marker, the number of records, then four compressed parts behind their lengths.
    private void WriteBlock()
    {
        if (_block.Count == 0)
            return;
        WriteSync();
        SequenceFormat.WriteVLong(_output, _block.Count);
        foreach (var part in _block.Parts)
        {
            _record.Clear();
            _codec!.Compress(part.Segment, _record);
            SequenceFormat.WriteVLong(_output, _record.Length);
            _output.Write(_record.Written);
        }
        _block.Clear();
        Flush();
    }

    private void WriteSync()
    {
        SequenceFormat.WriteInt32(_output, SequenceFormat.SyncEscape);
        _output.Write(_header.Sync.AsSpan());
        _sinceSync = 0;
    }

    private void Flush()
    {
        _stream.Write(_output.Written);
        _output.Clear();
    }
}
