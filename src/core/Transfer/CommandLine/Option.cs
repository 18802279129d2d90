using System.Globalization;

namespace Levada.Transfer.CommandLine;

/// <summary>Makes the rows of the option tables.</summary>
internal static class Option
{
    /// <summary>An option without a value; a saved job keeps true or false.</summary>
    public static OptionSpec Switch(
        string name, string? key, string description, Action<OptionsDraft> set, Func<OptionsDraft, bool> get) =>
        new(name, null, description, (draft, _) => set(draft))
        {
            Stored = key is null ? null : new(key, draft => get(draft) ? "true" : "false", (draft, text) =>
            {
                if (IsTrue(text)) set(draft);
            }),
        };

    /// <summary>An option whose value a saved job keeps as it was given.</summary>
    public static OptionSpec Value(
        string name, string valueName, string? key, string description, Action<OptionsDraft, string> set, Func<OptionsDraft, string?> get) =>
        new(name, valueName, description, set) { Stored = key is null ? null : new(key, get, set) };

    /// <summary>A whole number that may be missing: <c>null</c> in a saved job.</summary>
    public static OptionSpec Number(
        string name, string valueName, string? key, string description, Action<OptionsDraft, long> set, Func<OptionsDraft, long?> get) =>
        new(name, valueName, description, (draft, text) => set(draft, ParseNumber(text)))
        {
            Stored = key is null ? null : new(
                key,
                draft => get(draft)?.ToString(CultureInfo.InvariantCulture) ?? "null",
                (draft, text) =>
                {
                    if (text != "null") set(draft, ParseNumber(text));
                }),
        };

    /// <summary>An option that is read, checked and saved, and changes nothing else.</summary>
    public static OptionSpec Other(string name, string? valueName, string? key, string description, bool isSecret = false) =>
        new(name, valueName, description, (draft, text) => draft.Others[name] = valueName is null ? "true" : text)
        {
            IsSecret = isSecret,
            Stored = key is null ? null : new(key, draft => draft.Other(name) ?? (valueName is null ? "false" : null), (draft, text) =>
            {
                if (valueName is not null || IsTrue(text)) draft.Others[name] = text;
            })
            { IsSecret = isSecret },
        };

    public static bool IsTrue(string text) => text.Equals("true", StringComparison.OrdinalIgnoreCase);

    /// <summary>A whole number as Java reads one: digits with a sign or without, nothing around them.</summary>
    public static long ParseNumber(string text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new UsageException(UsageException.NumberExpected);

    /// <summary>A number of 32 bits.</summary>
    public static int ParseInt(long number) =>
        number is >= int.MinValue and <= int.MaxValue ? (int)number : throw new UsageException(UsageException.NumberExpected);
}
