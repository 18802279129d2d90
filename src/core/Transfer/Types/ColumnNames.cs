using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace Levada.Transfer.Types;

/// <summary>Names of columns and tables as names in Java and in Avro, by Sqoop's rules.</summary>
/// <remarks>Sources: ClassWriter.toJavaIdentifier, AvroUtil.toAvroIdentifier. Letters and digits beyond ASCII stay, although Avro's specification knows none.</remarks>
public static class ColumnNames
{
    // The last two are names that Sqoop's generated class needs itself.
    private static readonly FrozenSet<string> ReservedWords = FrozenSet.ToFrozenSet(
    [
        "abstract", "assert", "boolean", "break", "byte", "case", "catch", "char", "class", "const", "continue", "default", "do", "double",
        "else", "enum", "extends", "false", "final", "finally", "float", "for", "goto", "if", "implements", "import", "instanceof", "int",
        "interface", "long", "native", "new", "null", "package", "private", "protected", "public", "return", "short", "static", "strictfp",
        "super", "switch", "synchronized", "this", "throw", "throws", "transient", "true", "try", "void", "volatile", "while",
        "PROTOCOL_VERSION", "Text",
    ]);

    /// <summary>A Java identifier: <c>_NAME</c> is <c>__NAME</c>, <c>9a</c> is <c>_9a</c>, <c>cla ss</c> is <c>_class</c>, <c>a-b</c> is <c>a_b</c>.</summary>
    public static string ToJava(string name)
    {
        var identifier = new StringBuilder(name.Length + 1);
        foreach (var character in name)
        {
            // Blanks vanish, other characters that Java does not know become underscores.
            if (char.IsWhiteSpace(character))
                continue;
            if (identifier.Length == 0 && IsJavaPart(character) && !IsJavaStart(character))
                identifier.Append('_');
            identifier.Append(IsJavaPart(character) ? character : '_');
        }
        var text = identifier.ToString();
        return text.Length == 0 || ReservedWords.Contains(text) || name.StartsWith('_') ? "_" + text : text;
    }

    /// <summary>An Avro field's name: the Java identifier, in which each run of characters that are no letters, digits or underscores is one underscore.</summary>
    public static string ToAvro(string name)
    {
        var field = new StringBuilder(name.Length + 1);
        var isInRun = false;
        foreach (var character in ToJava(name))
        {
            var isLegal = char.IsLetterOrDigit(character) || character == '_';
            if (isLegal || !isInRun)
                field.Append(isLegal ? character : '_');
            isInRun = !isLegal;
        }
        return field.ToString();
    }

    private static bool IsJavaStart(char character) => char.IsLetter(character) || char.GetUnicodeCategory(character)
        is UnicodeCategory.LetterNumber or UnicodeCategory.CurrencySymbol or UnicodeCategory.ConnectorPunctuation;

    private static bool IsJavaPart(char character) => IsJavaStart(character) || char.GetUnicodeCategory(character)
        is UnicodeCategory.DecimalDigitNumber or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
