namespace Levada.Text;

/// <summary>Arguments of the form name=value.</summary>
internal static class NameValue
{
    /// <exception cref="UsageException">There is no '=' after a name.</exception>
    public static KeyValuePair<string, string> Parse(string text)
    {
        var equals = text.IndexOf('=');
        return equals > 0
            ? KeyValuePair.Create(text[..equals].Trim(), text[(equals + 1)..])
            : throw new UsageException($"'{text}' is not name=value");
    }

    public static List<KeyValuePair<string, string>> ParseAll(IEnumerable<string> texts) => [.. texts.Select(Parse)];
}
