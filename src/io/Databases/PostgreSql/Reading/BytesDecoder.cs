using Levada.Transfer.Rows;

namespace Levada.Databases.PostgreSql.Reading;

/// <summary>Texts, which arrive as UTF-8, and bytes.</summary>
internal sealed class BytesDecoder : FieldDecoder
{
    public override void Append(ReadOnlySpan<byte> value, ColumnVector target) => target.AppendBytes(value);
}
