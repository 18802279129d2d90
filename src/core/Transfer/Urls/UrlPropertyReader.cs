using System.Globalization;

namespace Levada.Transfer.Urls;

/// <summary>Reads properties one by one and, at the end, names those that nobody asked for.</summary>
/// <param name="properties">Of the URL and of the parameter file.</param>
/// <param name="warn">Takes a line for the log. Lines name properties, never values.</param>
public sealed class UrlPropertyReader(UrlProperties properties, Action<string> warn)
{
    private readonly HashSet<string> _known = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>The value; null when the property is not given.</summary>
    public string? Text(string name)
    {
        _known.Add(name);
        return properties[name];
    }

    /// <summary>The value of the first of several names of one property that is given.</summary>
    public string? Text(params ReadOnlySpan<string> names)
    {
        string? value = null;
        foreach (var name in names)
            value ??= Text(name);
        return value;
    }

    /// <summary>Yes or no as drivers write it: true, false, yes, no, on, off, 1, 0. A name without a value means yes.</summary>
    public bool? Flag(string name) => Text(name)?.Trim().ToLowerInvariant() switch
    {
        null => null,
        "" or "true" or "yes" or "on" or "1" => true,
        "false" or "no" or "off" or "0" => false,
        _ => throw Wrong(name, "true or false"),
    };

    public int? Number(string name)
    {
        var text = Text(name);
        if (string.IsNullOrWhiteSpace(text))
            return null;
        return int.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong(name, "a whole number");
    }

    /// <summary>A time in milliseconds that is not negative.</summary>
    public TimeSpan? Milliseconds(string name) => Number(name) switch
    {
        null => null,
        >= 0 and int number => TimeSpan.FromMilliseconds(number),
        _ => throw Wrong(name, "a number of milliseconds"),
    };

    /// <summary>A time in seconds that is not negative.</summary>
    public TimeSpan? Seconds(string name) => Number(name) switch
    {
        null => null,
        >= 0 and int number => TimeSpan.FromSeconds(number),
        _ => throw Wrong(name, "a number of seconds"),
    };

    /// <summary>Takes properties that change nothing here without a word.</summary>
    public void Accept(params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
            _known.Add(name);
    }

    /// <summary>Warns of each property that was given and neither read nor accepted.</summary>
    public void WarnOfOthers()
    {
        foreach (var name in properties.Names.Where(name => !_known.Contains(name)))
            warn($"The connection property {Shown(name)} is not known and has no effect.");
    }

    private static TransferException Wrong(string name, string wanted) => new($"The connection property {name} takes {wanted}.");

    // A name comes from outside too: a broken URL could make a long one, or one with control characters.
    private static string Shown(string name)
    {
        var plain = new string([.. name.Select(letter => char.IsControl(letter) ? '?' : letter)]);
        return plain.Length <= 64 ? plain : string.Concat(plain.AsSpan(0, 64), "…");
    }
}
