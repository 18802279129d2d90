using Levada.Protocol;

namespace Levada.Broker.Handlers;

/// <summary>What fenced producers are told: PRODUCER_FENCED is younger than most versions (KIP-588).</summary>
internal static class FencingErrors
{
    public static ErrorCode Of(ErrorCode error, short version, short firstVersionWithProducerFenced) =>
        error == ErrorCode.ProducerFenced && version < firstVersionWithProducerFenced ? ErrorCode.InvalidProducerEpoch : error;
}
