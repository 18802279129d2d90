namespace Levada.Transfer.Text;

/// <summary>Bytes as pairs of lower-case hexadecimal digits with a blank between pairs: <c>01 0f</c>.</summary>
internal static class HexText
{
    public const string Alphabet = "0123456789abcdef ";

    private const int BytesAtOnce = 1024;

    private static ReadOnlySpan<byte> Digits => "0123456789abcdef"u8;

    public static void Write(ReadOnlySpan<byte> value, ref ByteSink sink)
    {
        for (var start = 0; start < value.Length; start += BytesAtOnce)
        {
            if (start > 0)
                sink.Write((byte)' ');
            var piece = value[start..Math.Min(value.Length, start + BytesAtOnce)];
            var target = sink.Reserve(piece.Length * 3);
            for (var index = 0; index < piece.Length; index++)
            {
                target[index * 3] = Digits[piece[index] >> 4];
                target[(index * 3) + 1] = Digits[piece[index] & 15];
                target[(index * 3) + 2] = (byte)' ';
            }
            sink.Advance((piece.Length * 3) - 1);
        }
    }

    /// <summary>Reads groups of one or two digits of either case with blanks between them.</summary>
    /// <param name="text">The text; blanks around it do not count.</param>
    /// <param name="target">At least half as many bytes as the text, rounded up.</param>
    public static bool TryRead(ReadOnlySpan<byte> text, Span<byte> target, out int byteCount)
    {
        byteCount = 0;
        var digitsInGroup = 0;
        foreach (var character in text)
        {
            if (character == ' ')
            {
                digitsInGroup = 0;
                continue;
            }
            var digit = DigitOf(character);
            if (digit < 0 || digitsInGroup == 2)
                return false;
            if (digitsInGroup++ == 0)
                target[byteCount++] = (byte)digit;
            else
                target[byteCount - 1] = (byte)((target[byteCount - 1] << 4) | digit);
        }
        return true;
    }

    private static int DigitOf(byte character) => character switch
    {
        >= (byte)'0' and <= (byte)'9' => character - '0',
        >= (byte)'a' and <= (byte)'f' => character - 'a' + 10,
        >= (byte)'A' and <= (byte)'F' => character - 'A' + 10,
        _ => -1,
    };
}
