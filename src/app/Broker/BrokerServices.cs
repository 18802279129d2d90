using Levada.Broker.Control;
using Levada.Broker.Data;
using Levada.Broker.Groups;
using Levada.Broker.Metrics;
using Levada.Broker.Quotas;
using Levada.Broker.Share;
using Levada.Broker.Transactions;

namespace Levada.Broker;

/// <summary>Everything a handler may ask for in its constructor, by type.</summary>
internal sealed class BrokerServices
{
    public required BrokerClock Clock { get; init; }
    public required BrokerRandom Random { get; init; }
    public BrokerMetrics Metrics { get; } = new();
    public required ClientQuotas Quotas { get; init; }
    public required MetadataPublisher Metadata { get; init; }
    public required ControllerLoop Controller { get; init; }
    public required TopicCreator TopicCreator { get; init; }
    public required ProducerIdSource ProducerIds { get; init; }
    public required LogDirectories Directories { get; init; }
    public required LogMaintenance Maintenance { get; init; }
    public required LogCleaner Cleaner { get; init; }
    public required PartitionRegistry Partitions { get; init; }
    public required PartitionAppender Appender { get; init; }
    public required PendingProducePool PendingProduce { get; init; }
    public required ColdReads ColdReads { get; init; }
    public required FetchOperationPool Fetches { get; init; }
    public FetchSessions FetchSessions => Fetches.Sessions;
    public required FetchLimits FetchLimits { get; init; }
    public required GroupService Groups { get; init; }
    public required ShareParts Share { get; init; }
    public required TransactionParts Transactional { get; init; }
    public TransactionService Transactions => Transactional.Service;
    public TransactionVerifier TransactionVerifier => Transactional.Verifier;
    public MarkerWriter Markers => Transactional.Markers;
}
