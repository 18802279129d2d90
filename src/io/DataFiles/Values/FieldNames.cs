using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Levada.DataFiles.Values;

/// <summary>Names of columns as names of fields that Sqoop gives.</summary>
/// <remarks>
/// Sqoop first makes a Java identifier of a name, then an Avro name. It keeps letters and digits beyond ASCII, which Avro's Java library
/// allows and its specification does not. Sources: ClassWriter.toJavaIdentifier, AvroUtil.toAvroIdentifier.
/// </remarks>
internal static class FieldNames
{
    private static readonly FrozenSet<string> ReservedWords = FrozenSet.ToFrozenSet(
    [
        "abstract", "assert", "boolean", "break", "byte", "case", "catch", "char", "class", "const", "continue", "default", "do",
        "double", "else", "enum", "extends", "false", "final", "finally", "float", "for", "goto", "if", "implements", "import",
        "instanceof", "int", "interface", "long", "native", "new", "null", "package", "private", "protected", "public", "return",
        "short", "static", "strictfp", "super", "switch", "synchronized", "this", "throw", "throws", "transient", "true", "try",
        "void", "volatile", "while", "Text", "PROTOCOL_VERSION",
    ]);

    /// <summary>The field's name: <c>_NAME</c> is <c>__NAME</c>, <c>id$1</c> is <c>id_1</c>, <c>1st</c> is <c>_1st</c>, <c>class</c> is <c>_class</c>.</summary>
    public static string Clean(string column)
    {
        var identifier = Identifier(column);
        var isPrefixed = ReservedWords.Contains(identifier) || column.StartsWith('_');
        return Squeeze(isPrefixed ? "_" + identifier : identifier);
    }

    // A blank vanishes, a sign that Java knows nothing of is an underscore; what may not begin an identifier gets an underscore before it.
    private static string Identifier(string column)
    {
        var name = new StringBuilder(column.Length + 1);
        foreach (var c in column)
        {
            if (char.IsWhiteSpace(c))
                continue;
            if (IsJavaPart(c) && name.Length == 0 && !IsJavaStart(c))
                name.Append('_');
            name.Append(IsJavaPart(c) ? c : '_');
        }
        return name.ToString();
    }

    private static bool IsJavaStart(char c) =>
        char.IsLetter(c) || char.GetUnicodeCategory(c)
            is UnicodeCategory.CurrencySymbol or UnicodeCategory.ConnectorPunctuation or UnicodeCategory.LetterNumber;

    private static bool IsJavaPart(char c) =>
        IsJavaStart(c) || char.IsDigit(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    // Avro's turn: of what Java allows, only letters, digits and underscores stay; a run of the others is one underscore.
    private static string Squeeze(string identifier)
    {
        var name = new StringBuilder(identifier.Length);
        var isInRun = false;
        foreach (var c in identifier)
        {
            var fits = char.IsLetterOrDigit(c) || c == '_';
            if (fits || !isInRun)
                name.Append(fits ? c : '_');
            isInRun = !fits;
        }
        return name.Length == 0 ? "_" : name.ToString();
    }
}
