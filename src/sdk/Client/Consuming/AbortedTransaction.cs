namespace Levada.Client.Consuming;

/// <summary>Records of the producer from this offset to its abort marker do not count.</summary>
internal readonly record struct AbortedTransaction(long ProducerId, long FirstOffset);
