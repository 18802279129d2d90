using System.Globalization;
using System.Text;

namespace Levada.Transfer.Text;

/// <summary>Data for a message: short, on one line, without characters that a terminal obeys.</summary>
public static class TextExcerpt
{
    public const int CharactersMax = 500;

    /// <summary>The beginning of a text in UTF-8; bytes that are not are shown as <c>\xNN</c>, like control characters.</summary>
    public static string Of(ReadOnlySpan<byte> text, int charactersMax = CharactersMax)
    {
        var shown = new StringBuilder();
        while (!text.IsEmpty && shown.Length < charactersMax)
        {
            var isCharacter = Rune.DecodeFromUtf8(text, out var character, out var length) == System.Buffers.OperationStatus.Done;
            if (isCharacter && !Rune.IsControl(character))
                shown.Append(character.ToString());
            else
                foreach (var value in text[..length])
                    shown.Append("\\x").Append(value.ToString("x2", CultureInfo.InvariantCulture));
            text = text[length..];
        }
        return text.IsEmpty ? shown.ToString() : shown.Append('…').ToString();
    }
}
