namespace Levada.Metadata.Controller;

/// <summary>What the controller decided: records to append as one batch, and the answer to give once they are committed.</summary>
/// <param name="Records">Empty when nothing changes; the answer may then go at once.</param>
public readonly record struct ControllerDecision<TResponse>(IReadOnlyList<IMetadataRecord> Records, TResponse Response);
