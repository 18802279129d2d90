using System.Text;
using Levada.DataFiles.Targets;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Tests.Targets;

/// <summary>The simplest format there is: one text column, a line for each row, held back until the format has to let go of it.</summary>
internal sealed class LineWriter(Stream output) : IFormatWriter
{
    private readonly MemoryStream _held = new();

    public static RowSchema Schema { get; } = new([new Column("line", SqlType.VarChar, ColumnKind.Text, JavaType.String)]);

    public static RowBatch Batch(params string[] lines)
    {
        var batch = new RowBatch(Schema);
        foreach (var line in lines)
            batch.Columns[0].AppendText(line);
        return batch;
    }

    public void Write(RowBatch batch, CancellationToken cancellationToken)
    {
        for (var row = 0; row < batch.RowCount; row++)
        {
            _held.Write(batch.Columns[0].GetBytes(row));
            _held.WriteByte((byte)'\n');
        }
    }

    public bool Cut()
    {
        LetGo();
        return true;
    }

    public void Finish() => LetGo();

    /// <summary>Writes on closing, as some formats do, to see that an abandoned part does not get it.</summary>
    public void Dispose() => output.Write("closed\n"u8);

    private void LetGo()
    {
        output.Write(_held.ToArray());
        _held.SetLength(0);
    }

    internal sealed class Factory : IFormatWriters
    {
        public string? ExistingText { get; private set; }

        public IFormatWriter Create(TargetRequest request, Stream output) => new LineWriter(output);

        public IFormatWriter Continue(TargetRequest request, Stream existing, Stream output)
        {
            using var reader = new StreamReader(existing, Encoding.UTF8, leaveOpen: true);
            ExistingText = reader.ReadToEnd();
            return new LineWriter(output);
        }
    }
}
