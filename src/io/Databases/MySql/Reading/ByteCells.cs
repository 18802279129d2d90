using System.Text;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;

namespace Levada.Databases.MySql.Reading;

/// <summary>A text, which the session has the server send in UTF-8, or bytes as they are.</summary>
internal sealed class ByteCell : CellDecoder
{
    public override void Append(ReadOnlySpan<byte> cell, ColumnVector target) => target.AppendBytes(cell);
}

/// <summary>A large object: above a bound its bytes go elsewhere, and the text that stands for them into the row.</summary>
internal sealed class LargeObjectCell(ILargeObjectStore store, CancellationToken cancellationToken) : CellDecoder
{
    public override void Append(ReadOnlySpan<byte> cell, ColumnVector target)
    {
        if (cell.Length <= store.InlineBytesMax)
        {
            target.AppendBytes(cell);
            return;
        }
        using var value = new MemoryStream(cell.ToArray(), writable: false);
        var reference = store.Store(value, cancellationToken);
        if (target.Kind == ColumnKind.Text)
            target.AppendBytes(Encoding.UTF8.GetBytes(reference));
        else
            target.AppendUntyped(reference);
    }
}
