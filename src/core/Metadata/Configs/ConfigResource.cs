namespace Levada.Metadata.Configs;

/// <summary>The owner of a set of configurations; a broker's name is its number, empty for the cluster's default.</summary>
public readonly record struct ConfigResource(ConfigResourceType Type, string Name) : IComparable<ConfigResource>
{
    /// <summary>The cluster-wide default of all brokers.</summary>
    public static ConfigResource ClusterDefault => new(ConfigResourceType.Broker, "");

    public static ConfigResource Topic(string name) => new(ConfigResourceType.Topic, name);
    public static ConfigResource Broker(int nodeId) => new(ConfigResourceType.Broker, nodeId.ToString());

    public int CompareTo(ConfigResource other) =>
        Type != other.Type ? Type.CompareTo(other.Type) : string.CompareOrdinal(Name, other.Name);

    public static bool operator <(ConfigResource left, ConfigResource right) => left.CompareTo(right) < 0;
    public static bool operator >(ConfigResource left, ConfigResource right) => left.CompareTo(right) > 0;
    public static bool operator <=(ConfigResource left, ConfigResource right) => left.CompareTo(right) <= 0;
    public static bool operator >=(ConfigResource left, ConfigResource right) => left.CompareTo(right) >= 0;
}
