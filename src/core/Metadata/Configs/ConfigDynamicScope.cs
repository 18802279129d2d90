namespace Levada.Metadata.Configs;

/// <summary>Where a broker configuration may be altered while the broker runs.</summary>
public enum ConfigDynamicScope
{
    /// <summary>Nowhere: it is read at start only.</summary>
    None,

    /// <summary>For one broker or as the cluster's default.</summary>
    Cluster,

    /// <summary>For one broker only.</summary>
    PerBroker,
}
