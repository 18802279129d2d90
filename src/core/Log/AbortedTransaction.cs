namespace Levada.Log;

/// <summary>One aborted transaction as its partition knows it (<c>.txnindex</c>).</summary>
/// <param name="FirstOffset">The first record of the transaction on this partition.</param>
/// <param name="LastOffset">The offset of its ABORT marker.</param>
/// <param name="LastStableOffset">The last stable offset once this transaction was decided.</param>
public readonly record struct AbortedTransaction(
    long ProducerId, long FirstOffset, long LastOffset, long LastStableOffset);
