using Levada.Transfer.Options;
using Levada.Transfer.Rows;
using Levada.Transfer.Text;

namespace Levada.DataFiles.Text;

/// <summary>Writes rows to a stream as delimited text. Holds at most one buffer; a text file has no header and no footer.</summary>
internal sealed class DelimitedWriter(Stream stream, RowSchema schema, TextOptions text, FormatOptions extra) : IFormatWriter
{
    private readonly DelimitedFormatter _formatter = new(schema, text, extra);
    private readonly StreamBuffer _buffer = new(stream);

    public void Write(RowBatch batch, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        _formatter.Write(batch, _buffer);
    }

    /// <summary>Text goes on after any record.</summary>
    public bool Cut()
    {
        _buffer.Flush();
        return true;
    }

    public void Finish() => _buffer.Flush();

    public void Dispose() => _buffer.Dispose();
}
