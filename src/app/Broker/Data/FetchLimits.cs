namespace Levada.Broker.Data;

/// <summary>The broker's own bounds on a fetch (<c>fetch.max.bytes</c>).</summary>
internal sealed record FetchLimits(int ResponseBytesMax);
