using Levada.Protocol;

namespace Levada.Client.Producing;

/// <summary>Decides over answers to produce requests.</summary>
internal static class OutcomeDecisions
{
    /// <param name="isExpired">Whether the batch's delivery timeout is over.</param>
    public static OutcomeDecision Decide(ErrorCode error, bool isExpired) => error switch
    {
        // The broker has the batch already: an answer was lost.
        ErrorCode.None or ErrorCode.DuplicateSequenceNumber => OutcomeDecision.Deliver,
        // The bytes leave here intact, so a damaged batch was damaged on the way.
        _ when error.IsRetriable() && !isExpired => OutcomeDecision.Retry,
        _ => OutcomeDecision.Fail,
    };

    /// <summary>Whether the producer's identity is of no more use, so that later batches need a new one.</summary>
    public static bool EndsIdentity(ErrorCode error) => error is
        ErrorCode.OutOfOrderSequenceNumber or ErrorCode.UnknownProducerId or ErrorCode.InvalidProducerEpoch or ErrorCode.ProducerFenced;
}
