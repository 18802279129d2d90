using System.Buffers;
using System.Text;
using System.Text.Unicode;
using Levada.Transfer;
using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Text;

namespace Levada.DataFiles.Text;

/// <summary>Reads the records of a text file, or those that begin in a part of it, as rows: fields in the order of the columns.</summary>
/// <remarks>
/// Missing fields at the end are NULL, surplus ones are ignored. The position of a row is its line in the file or, for a part, in the part.
/// What is wrong with a line becomes a <see cref="TransferException"/> with the file, the line, the byte and the text of it.
/// </remarks>
internal sealed class DelimitedReader : IRowReader
{
    private const int BufferBytes = 256 << 10;

    private readonly Stream _stream;
    private readonly string _name;
    private readonly RecordBuffer _buffer;
    private readonly DelimitedParser _parser;
    private readonly FieldConverter[] _converters;
    private readonly byte[] _recordDelimiter;
    private readonly long _start;
    private readonly long _end;
    private bool _isBegun;
    private long _origin;
    private long _recordStart;
    private long _line = 1;

    /// <param name="stream">The text, decompressed, at its beginning. The reader disposes it.</param>
    /// <param name="name">The file for messages.</param>
    /// <param name="schema">The columns, in the order of the fields.</param>
    /// <param name="text">Its input delimiters and null strings.</param>
    /// <exception cref="TransferException">A delimiter is no character by itself.</exception>
    public DelimitedReader(Stream stream, string name, RowSchema schema, TextOptions text)
        : this(stream, name, schema, text, 0, long.MaxValue)
    {
    }

    /// <param name="start">Byte at which the part begins; above zero the stream must be able to seek.</param>
    /// <param name="length">Bytes of the part: records that begin in it are read, the last one to its end.</param>
    /// <exception cref="ArgumentException">A part of text with enclosing or escape characters, where no record can be found from the middle.</exception>
    public DelimitedReader(Stream stream, string name, RowSchema schema, TextOptions text, long start, long length)
    {
        if (start > 0 && (text.Input.HasEnclose || text.Input.HasEscape))
            throw new ArgumentException("Text with enclosing or escape characters is read from its beginning.", nameof(start));
        Schema = schema;
        _stream = stream;
        _name = start == 0 ? name : $"{name} from byte {start}";
        _parser = new DelimitedParser(text.Input, schema.Count);
        _converters = [.. schema.Columns.Select(column => new FieldConverter(column, text))];
        _recordDelimiter = Encoding.UTF8.GetBytes([text.Input.Record]);
        _start = start;
        _end = length > long.MaxValue - start ? long.MaxValue : start + length;
        _buffer = new RecordBuffer(stream, BufferBytes);
    }

    public RowSchema Schema { get; }

    /// <summary>The words that an error begins with.</summary>
    public string FailureWords { get; init; } = "Can't export data, please check the input";

    /// <summary>Takes lines for the log.</summary>
    public Action<string> Warn { get; init; } = static _ => { };

    public bool Read(RowBatch batch, CancellationToken cancellationToken)
    {
        batch.Clear();
        batch.SourceName = _name;
        if (!_isBegun)
            Begin(cancellationToken);
        var position = _buffer.Position;
        var row = 0;
        while (row < RowBatch.RowCountMax && _buffer.Position - position < RowBatch.ByteCountMax && TryFindRecord(cancellationToken))
        {
            AppendRow(batch);
            batch.SetPosition(row++, _line);
            _buffer.Skip(_parser.ByteCount);
            _recordStart = _origin + _buffer.Position;
            _line += _parser.LineCount;
        }
        return row > 0;
    }

    public void Dispose()
    {
        _buffer.Dispose();
        _stream.Dispose();
    }

    /// <summary>Goes to the first record that begins in the part: behind the first delimiter that ends at its first byte or later.</summary>
    private void Begin(CancellationToken cancellationToken)
    {
        _isBegun = true;
        if (_start == 0)
        {
            DropByteOrderMark(cancellationToken);
            return;
        }
        _origin = Math.Max(0, _start - _recordDelimiter.Length);
        _stream.Seek(_origin, SeekOrigin.Begin);
        int at;
        while ((at = _buffer.Bytes.IndexOf(_recordDelimiter)) < 0 && !_buffer.IsLast)
        {
            _buffer.Skip(Math.Max(0, _buffer.Bytes.Length - _recordDelimiter.Length + 1));
            Fill(cancellationToken);
        }
        _buffer.Skip(at < 0 ? _buffer.Bytes.Length : at + _recordDelimiter.Length);
        _recordStart = _origin + _buffer.Position;
    }

    private void DropByteOrderMark(CancellationToken cancellationToken)
    {
        Fill(cancellationToken);
        if (!_buffer.Bytes.StartsWith(Encoding.UTF8.Preamble))
            return;
        _buffer.Skip(Encoding.UTF8.Preamble.Length);
        Warn($"{_name} begins with a byte order mark, which is not read as data.");
    }

    private bool TryFindRecord(CancellationToken cancellationToken)
    {
        if (_recordStart >= _end)
            return false;
        RecordStatus status;
        while ((status = _parser.Read(_buffer.Bytes, _buffer.IsLast)) == RecordStatus.NeedMore)
            Fill(cancellationToken);
        return status == RecordStatus.Failed ? throw Failure(_parser.Failure!) : status == RecordStatus.Record;
    }

    private void Fill(CancellationToken cancellationToken)
    {
        try
        {
            _buffer.Fill(cancellationToken);
        }
        catch (Exception e) when (e is IOException or InvalidDataException)
        {
            throw new TransferException($"{FailureWords}: {_name} cannot be read: {e.Message}", e);
        }
    }

    private void AppendRow(RowBatch batch)
    {
        var bytes = _buffer.Bytes;
        if (!Utf8.IsValid(bytes[.._parser.ByteCount]))
            throw Failure(ExplainEncoding(bytes));
        for (var ordinal = 0; ordinal < _converters.Length; ordinal++)
        {
            if (ordinal >= _parser.FieldCount)
                batch.Columns[ordinal].AppendNull();
            else if (!_converters[ordinal].TryAppend(_parser.Field(bytes, ordinal), batch.Columns[ordinal]))
                throw Failure(_converters[ordinal].Explain(_parser.Field(bytes, ordinal)));
        }
    }

    private string ExplainEncoding(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == OperationStatus.Done)
            at += length;
        return $"byte 0x{bytes[at]:x2} at offset {_recordStart + at} is not UTF-8";
    }

    private TransferException Failure(string reason)
    {
        var bytes = _buffer.Bytes;
        var length = _parser.ByteCount > 0 ? _parser.ByteCount : bytes.Length;
        var end = bytes[..length].IndexOf(_recordDelimiter);
        var line = TextExcerpt.Of(bytes[..(end < 0 ? length : end)]);
        return new TransferException($"{FailureWords}: {_name}, line {_line}, offset {_recordStart}: {reason}. The line is: {line}");
    }
}
