using System.Buffers;
using Levada.Transfer.Sql;
using MySqlConnector;

namespace Levada.Databases.MySql.Reading;

/// <summary>Rows as mysqldump writes their tuples, one on a line: texts in single quotes, NULL as that word, numbers as the server prints them.</summary>
internal sealed class TupleStream : Stream
{
    private const int BufferedBytesMin = 64 << 10;

    private readonly MySqlChannel _channel;
    private readonly MySqlCommand _command;
    private readonly MySqlDataReader _reader;
    private readonly bool[] _isNumber;
    private readonly ArrayBufferWriter<byte> _buffer = new();
    private readonly CancellationToken _cancellationToken;
    private int _taken;
    private bool _isEnded;

    private TupleStream(MySqlChannel channel, MySqlCommand command, MySqlDataReader reader, CancellationToken cancellationToken)
    {
        _channel = channel;
        _command = command;
        _reader = reader;
        _cancellationToken = cancellationToken;
        _isNumber = [.. reader.GetColumnSchema().Select(column => IsNumber(((MySqlDbColumn)column).ProviderType))];
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public static TupleStream Open(MySqlChannel channel, MySqlDialect dialect, DirectReadRequest request, CancellationToken cancellationToken)
    {
        var columns = string.Join(", ", request.Columns.Select(dialect.Quote));
        var where = request.Where is null ? "" : $" WHERE {request.Where}";
        var command = new MySqlCommand($"SELECT {columns} FROM {dialect.From(request.Table)}{where}", channel.Connection);
        try
        {
            var reader = channel.Run(command, static statement => statement.ExecuteReader(), cancellationToken);
            return new TupleStream(channel, command, reader, cancellationToken);
        }
        catch
        {
            command.Dispose();
            throw;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        if (_taken == _buffer.WrittenCount)
            Refill();
        var count = Math.Min(buffer.Length, _buffer.WrittenCount - _taken);
        _buffer.WrittenSpan.Slice(_taken, count).CopyTo(buffer);
        _taken += count;
        return count;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            End();
        base.Dispose(disposing);
    }

    private void End()
    {
        if (!_isEnded)
            _command.Cancel();
        try
        {
            _reader.Dispose();
        }
        catch (MySqlException)
        {
            // The query was ended, or the connection has: either way nothing of it is left.
        }
        _command.Dispose();
    }

    private void Refill()
    {
        _buffer.ResetWrittenCount();
        _taken = 0;
        if (_isEnded)
            return;
        try
        {
            _channel.Run(_command, _ => FillBuffer(), _cancellationToken);
        }
        catch (MySqlException failure)
        {
            throw MySqlFailure.Of("Reading failed: ", failure);
        }
    }

    private bool FillBuffer()
    {
        while (_buffer.WrittenCount < BufferedBytesMin)
        {
            if (!_reader.Read())
                return !(_isEnded = true);
            AppendTuple(RawRow.Of(_reader));
        }
        return true;
    }

    private void AppendTuple(ReadOnlySpan<byte> row)
    {
        for (var i = 0; i < _isNumber.Length; i++)
        {
            if (i > 0)
                _buffer.Write(","u8);
            if (!RowDecoder.TakeText(ref row, out var cell))
                _buffer.Write("NULL"u8);
            else if (_isNumber[i])
                _buffer.Write(cell);
            else
                AppendText(cell);
        }
        _buffer.Write("\n"u8);
    }

    private void AppendText(ReadOnlySpan<byte> text)
    {
        _buffer.Write("'"u8);
        while (text.IndexOfAny(TupleEscapes.Bytes) is var at and >= 0)
        {
            _buffer.Write(text[..at]);
            _buffer.Write([(byte)'\\', TupleEscapes.LetterOf(text[at])]);
            text = text[(at + 1)..];
        }
        _buffer.Write(text);
        _buffer.Write("'"u8);
    }

    private static bool IsNumber(MySqlDbType type) => type is MySqlDbType.Bool or MySqlDbType.Byte or MySqlDbType.UByte
        or MySqlDbType.Int16 or MySqlDbType.UInt16 or MySqlDbType.Int24 or MySqlDbType.UInt24 or MySqlDbType.Int32 or MySqlDbType.UInt32
        or MySqlDbType.Int64 or MySqlDbType.UInt64 or MySqlDbType.Year or MySqlDbType.Float or MySqlDbType.Double
        or MySqlDbType.Decimal or MySqlDbType.NewDecimal;
}
