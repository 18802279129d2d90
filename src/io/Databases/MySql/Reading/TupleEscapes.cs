using System.Buffers;

namespace Levada.Databases.MySql.Reading;

/// <summary>The bytes that MySQL's client library writes behind a backslash in a string literal. Source: mysql_real_escape_string.</summary>
internal static class TupleEscapes
{
    public static SearchValues<byte> Bytes { get; } = SearchValues.Create("\0\n\r\\'\"\u001A"u8);

    public static byte LetterOf(byte escaped) => escaped switch
    {
        0 => (byte)'0',
        (byte)'\n' => (byte)'n',
        (byte)'\r' => (byte)'r',
        0x1A => (byte)'Z',
        _ => escaped,
    };
}
