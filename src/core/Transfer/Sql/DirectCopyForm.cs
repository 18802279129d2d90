using Levada.Transfer.Options;

namespace Levada.Transfer.Sql;

/// <summary>How the rows of a direct import from PostgreSQL are written.</summary>
/// <param name="Delimiters">Field, enclose and escape characters; each a single byte in UTF-8, else the server refuses it.</param>
/// <param name="NullText">The text of NULL; null: nothing at all, an empty text being enclosed.</param>
public sealed record DirectCopyForm(DelimiterSet Delimiters, string? NullText, string BooleanTrue, string BooleanFalse);
