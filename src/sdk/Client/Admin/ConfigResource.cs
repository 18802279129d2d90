namespace Levada.Client.Admin;

/// <summary>One thing with a configuration.</summary>
/// <param name="Name">A topic or group name, a broker id, or empty for the defaults of all brokers.</param>
public readonly record struct ConfigResource(ConfigResourceType Type, string Name)
{
    public override string ToString() => Name.Length == 0 ? $"{Type} defaults" : $"{Type} {Name}";
}
