using System.Globalization;
using System.Text;

namespace Levada.Text;

/// <summary>Backslash escapes of formats and delimiters.</summary>
internal static class Escapes
{
    /// <summary>Resolves <c>\n \r \t \0 \\ \xHH</c>; the rest is taken as UTF-8.</summary>
    /// <exception cref="UsageException">An escape that does not exist.</exception>
    public static byte[] Resolve(ReadOnlySpan<char> text)
    {
        var bytes = new List<byte>(text.Length);
        for (var index = 0; index < text.Length; index++)
        {
            if (text[index] == '\\')
            {
                bytes.Add(ResolveOne(text, ref index));
                continue;
            }

            var length = char.IsHighSurrogate(text[index]) && index + 1 < text.Length ? 2 : 1;
            bytes.AddRange(Encoding.UTF8.GetBytes(text.Slice(index, length).ToString()));
            index += length - 1;
        }

        return [.. bytes];
    }

    private static byte ResolveOne(ReadOnlySpan<char> text, ref int index)
    {
        if (++index == text.Length) throw new UsageException(@"a backslash at the end escapes nothing; write \\ for a backslash");
        switch (text[index])
        {
            case 'n': return (byte)'\n';
            case 'r': return (byte)'\r';
            case 't': return (byte)'\t';
            case '0': return 0;
            case '\\': return (byte)'\\';
            case 'x' when index + 2 < text.Length
                && byte.TryParse(text.Slice(index + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value):
                index += 2;
                return value;
            default: throw new UsageException($@"\{text[index]} is no escape; there are \n \r \t \0 \\ \xHH");
        }
    }
}
