using System.Text;

namespace Levada.Transfer.Text;

/// <summary>Delimiters as they stand in a file: each is one character, so one to three bytes of UTF-8.</summary>
internal static class DelimiterBytes
{
    /// <param name="delimiter">The character.</param>
    /// <param name="role">What it does, for the message: <c>field delimiter</c>.</param>
    /// <exception cref="TransferException">The character is one half of a surrogate pair, which no file can hold.</exception>
    public static byte[] Encode(char delimiter, string role) => char.IsSurrogate(delimiter)
        ? throw new TransferException($"The {role} must be a character below U+10000.")
        : Encoding.UTF8.GetBytes([delimiter]);
}
