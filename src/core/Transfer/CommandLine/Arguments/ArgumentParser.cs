using Levada.Transfer.CommandLine.Groups;

namespace Levada.Transfer.CommandLine.Arguments;

/// <summary>Splits arguments into options and the rest, as GnuParser of Commons CLI does.</summary>
/// <remarks>
/// One or two dashes mean the same; <c>--name=value</c> and <c>-m4</c> are understood, abbreviations are not. The first unknown
/// token ends the options.
/// </remarks>
internal sealed class ArgumentParser
{
    private readonly Dictionary<string, OptionSpec> _byName = new(StringComparer.Ordinal);

    public ArgumentParser(IEnumerable<OptionSpec> options)
    {
        foreach (var option in options)
        {
            // Two groups may show one option.
            _byName.TryAdd(option.Name, option);
            if (option.Short is not null) _byName.TryAdd(option.Short, option);
        }
    }

    /// <exception cref="UsageException">An option without its value.</exception>
    public ParsedArguments Parse(IReadOnlyList<string> arguments)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        var order = new List<OptionSpec>();
        var dashed = new List<string>();
        IEnumerable<string> surplus = [];
        var index = 0;
        while (index < arguments.Count && !surplus.Any() && Find(arguments[index]) is { } found)
        {
            if (Typography.CountDashes(arguments[index]) > 0) dashed.Add(found.Option.Name);
            index++;
            order.Add(found.Option);
            // The first occurrence wins.
            given.TryAdd(found.Option.Name, found.Option.HasValue ? TakeValue(found, arguments, ref index) : "");
            // A switch cannot take what is glued to it: Commons CLI sees a token of its own, which is unknown.
            if (!found.Option.HasValue && found.Value is { } glued) surplus = [found.Option == CommonGroup.Prompt ? Secrets.Mask : glued];
        }

        return new(given, order, [.. surplus, .. arguments.Skip(index)]) { Dashed = dashed };
    }

    public bool IsSecret(string argument) => Find(argument) is { Option.IsSecret: true };

    private string TakeValue(FoundOption found, IReadOnlyList<string> arguments, ref int index)
    {
        if (found.Value is { } glued && !IsName(glued)) return Unquote(glued);
        if (found.Value is null && index < arguments.Count && FindPlain(arguments[index]) is null) return Unquote(arguments[index++]);
        throw new UsageException($"Missing argument for option: {found.Option.Key}");
    }

    private static string Unquote(string value) => value is ['"', .. var inner, '"'] ? inner : value;

    private bool IsName(string token) => token.StartsWith('-') && _byName.ContainsKey(StripHyphens(token));

    private static string StripHyphens(string token) =>
        token.StartsWith("--", StringComparison.Ordinal) ? token[2..] : token.StartsWith('-') ? token[1..] : token;

    /// <summary>The option that a token is; null: it is none.</summary>
    private FoundOption? Find(string token)
    {
        if (FindPlain(token) is { } plain) return plain;
        // A typographic dash is read as one only where an option may stand and the rest is known.
        var dashes = Typography.CountDashes(token);
        if (dashes == 0 || dashes == token.Length) return null;
        return FindPlain("--" + token[dashes..]) ?? FindPlain("-" + token[dashes..]);
    }

    private FoundOption? FindPlain(string token)
    {
        if (!token.StartsWith('-')) return null;
        var name = StripHyphens(token);
        if (_byName.TryGetValue(name, out var option)) return new(option, null);
        var equals = name.IndexOf('=', StringComparison.Ordinal);
        if (equals >= 0 && _byName.TryGetValue(name[..equals], out option)) return new(option, name[(equals + 1)..]);
        return token.Length > 2 && token[1] != '-' && _byName.TryGetValue(token[1..2], out option) ? new(option, token[2..]) : null;
    }

    private sealed record FoundOption(OptionSpec Option, string? Value);
}
