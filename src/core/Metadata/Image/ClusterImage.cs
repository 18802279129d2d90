using System.Collections.Immutable;
using Levada.Protocol.Records;

namespace Levada.Metadata.Image;

/// <summary>The registered brokers and controllers. Immutable.</summary>
public sealed class ClusterImage
{
    internal ClusterImage(
        ImmutableSortedDictionary<int, BrokerImage> brokers, ImmutableSortedDictionary<int, RegisterControllerRecord> controllers)
    {
        Brokers = brokers;
        Controllers = controllers;
    }

    public static ClusterImage Empty { get; } = new(
        ImmutableSortedDictionary<int, BrokerImage>.Empty, ImmutableSortedDictionary<int, RegisterControllerRecord>.Empty);

    public ImmutableSortedDictionary<int, BrokerImage> Brokers { get; }
    public ImmutableSortedDictionary<int, RegisterControllerRecord> Controllers { get; }

    public BrokerImage? Broker(int id) => Brokers.GetValueOrDefault(id);

    /// <summary>Whether a broker is registered and not fenced.</summary>
    public bool IsActive(int id) => Broker(id) is { IsFenced: false };
}
