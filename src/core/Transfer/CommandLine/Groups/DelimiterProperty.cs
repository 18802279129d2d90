using System.Globalization;

namespace Levada.Transfer.CommandLine.Groups;

/// <summary>How a saved job keeps a delimiter: as the decimal number of its code unit.</summary>
internal static class DelimiterProperty
{
    public static StoredProperty Of(string key, Func<OptionsDraft, char> get, Action<OptionsDraft, char> set) => new(
        key,
        draft => ((int)get(draft)).ToString(CultureInfo.InvariantCulture),
        (draft, text) =>
        {
            if (!ushort.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
                throw new UsageException($"The saved job holds no delimiter under {key}: {text}");
            set(draft, (char)number);
        });
}
