using Levada.Protocol;
using Levada.Protocol.Records;

namespace Levada.Metadata.Image;

/// <summary>One broker's registration. Immutable; its arrays are shared and never written.</summary>
public sealed record BrokerImage
{
    public required int Id { get; init; }
    public required BrokerEpoch Epoch { get; init; }

    /// <summary>Names one run of the broker's process.</summary>
    public required Uuid IncarnationId { get; init; }

    public required RegisterBrokerRecord.BrokerEndpoint[] Endpoints { get; init; }
    public required RegisterBrokerRecord.BrokerFeature[] Features { get; init; }
    public string? Rack { get; init; }

    /// <summary>Whether it is kept out of Metadata answers and of leadership.</summary>
    public required bool IsFenced { get; init; }

    public bool IsInControlledShutdown { get; init; }
    public Uuid[] LogDirs { get; init; } = [];
    public Uuid[]? CordonedLogDirs { get; init; }

    /// <summary>Where clients of a listener reach it, or null when it does not serve the listener.</summary>
    public RegisterBrokerRecord.BrokerEndpoint? EndpointOf(string listener)
    {
        foreach (var endpoint in Endpoints)
        {
            if (endpoint.Name == listener) return endpoint;
        }

        return null;
    }

    internal static BrokerImage From(in RegisterBrokerRecord record) => new()
    {
        Id = record.BrokerId,
        Epoch = new BrokerEpoch(record.BrokerEpoch),
        IncarnationId = record.IncarnationId,
        Endpoints = record.EndPoints,
        Features = record.Features,
        Rack = record.Rack,
        IsFenced = record.Fenced,
        IsInControlledShutdown = record.InControlledShutdown,
        LogDirs = record.LogDirs,
        CordonedLogDirs = record.CordonedLogDirs,
    };

    internal RegisterBrokerRecord ToRecord() => new()
    {
        BrokerId = Id,
        BrokerEpoch = Epoch.Value,
        IncarnationId = IncarnationId,
        EndPoints = Endpoints,
        Features = Features,
        Rack = Rack,
        Fenced = IsFenced,
        InControlledShutdown = IsInControlledShutdown,
        LogDirs = LogDirs,
        CordonedLogDirs = CordonedLogDirs,
    };
}
