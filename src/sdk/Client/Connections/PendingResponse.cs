namespace Levada.Client.Connections;

/// <summary>A request on its way; completes with its response or the connection's end.</summary>
internal sealed class PendingResponse(int correlationId, bool isHeaderFlexible)
    : TaskCompletionSource<ResponseFrame>(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public int CorrelationId { get; } = correlationId;

    /// <summary>Whether tagged fields follow the correlation id.</summary>
    public bool IsHeaderFlexible { get; } = isHeaderFlexible;
}
