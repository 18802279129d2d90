namespace Levada.Client.Producing;

/// <summary>What to do with a batch after an answer: pure rules.</summary>
internal enum OutcomeDecision
{
    Deliver,
    Retry,
    Fail,
}
