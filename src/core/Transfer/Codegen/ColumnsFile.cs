using Levada.Transfer.Options;
using Levada.Transfer.Rows;

namespace Levada.Transfer.Codegen;

/// <summary>What a <c>columns.json</c> says.</summary>
/// <param name="RecordName">The class, with its package.</param>
/// <param name="Schema">The columns, of the kinds that their Java types are held in.</param>
/// <param name="Text">Delimiters and null strings.</param>
public sealed record ColumnsFile(string RecordName, RowSchema Schema, TextOptions Text);
