namespace Levada.Metadata.Configs;

/// <summary>One configuration name: its type, default and rules.</summary>
/// <param name="name">Kafka's name, or one of our own.</param>
/// <param name="type">The type its text is read as.</param>
/// <param name="defaultText">The value where nothing is set; null for "unset".</param>
public sealed class ConfigDefinition(string name, ConfigType type, string? defaultText)
{
    public string Name { get; } = name;
    public ConfigType Type { get; } = type;
    public string? Default { get; } = defaultText;
    public ConfigRules Rules { get; init; } = ConfigRules.None;
    public ConfigDynamicScope DynamicScope { get; init; }

    /// <summary>Whether the name must be set; its default is then null.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether the name is left out of what clients are told.</summary>
    public bool IsInternal { get; init; }

    /// <summary>Whether its value is never shown.</summary>
    public bool IsSensitive => Type == ConfigType.Password;

    /// <summary>For a topic configuration: the broker configuration that gives its value where the topic sets none.</summary>
    public string? ServerDefault { get; init; }

    /// <summary>One sentence; null for names that are accepted without effect.</summary>
    public string? Documentation { get; init; }

    /// <summary>What is wrong with a value, worded to follow its name, or null.</summary>
    public string? Check(string text)
    {
        switch (Type)
        {
            case ConfigType.Boolean:
                return ConfigText.TryBoolean(text, out _) ? null : "must be true or false";
            case ConfigType.Short or ConfigType.Int or ConfigType.Long:
                return ConfigText.TryInteger(Type, text, out var integer) ? Rules.CheckNumber(integer) : NotANumber();
            case ConfigType.Double:
                return ConfigText.TryDouble(text, out var number) ? Rules.CheckNumber(number) : NotANumber();
            case ConfigType.List:
                return Rules.CheckList(ConfigText.Split(text));
            default:
                return Rules.CheckWord(text.Trim());
        }
    }

    /// <summary>A valid value as it is told to clients: numbers and lists in one spelling.</summary>
    public string Normalize(string text)
    {
        switch (Type)
        {
            case ConfigType.Boolean:
                return ConfigText.TryBoolean(text, out var flag) ? (flag ? "true" : "false") : text;
            case ConfigType.Short or ConfigType.Int or ConfigType.Long:
                return ConfigText.TryInteger(Type, text, out var integer) ? integer.ToString() : text;
            case ConfigType.Double:
                return ConfigText.TryDouble(text, out var number) ? ConfigText.Print(number) : text;
            case ConfigType.List:
                var items = ConfigText.Split(text);
                return string.Join(',', Rules.IsUnique ? items.Distinct(StringComparer.Ordinal) : items);
            default:
                return text.Trim();
        }
    }

    private string NotANumber() => Type switch
    {
        ConfigType.Short => "must be a 16-bit whole number",
        ConfigType.Int => "must be a 32-bit whole number",
        ConfigType.Long => "must be a 64-bit whole number",
        _ => "must be a number",
    };
}
