using Levada.Protocol;

namespace Levada.Log;

/// <summary>One producer that a partition remembers, as DescribeProducers tells it.</summary>
/// <param name="LastSequence">-1 when no batch is known.</param>
/// <param name="LastTimestampMs">Milliseconds since 1970 of its last batch; -1 when none is known.</param>
/// <param name="CoordinatorEpoch">-1 before its first transaction marker.</param>
/// <param name="TransactionFirstOffset">The first record of its open transaction, or -1.</param>
public readonly record struct ProducerInfo(
    long ProducerId, ProducerEpoch Epoch, int LastSequence, long LastTimestampMs, int CoordinatorEpoch, long TransactionFirstOffset);
