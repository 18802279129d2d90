namespace Levada.Log;

/// <summary>One record that made its batch be refused.</summary>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Reason">A sentence for the client.</param>
public readonly record struct RecordFailure(int Index, string Reason);
