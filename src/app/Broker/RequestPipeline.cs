using Levada.Network;
using Levada.Protocol;

namespace Levada.Broker;

/// <summary>Carries a handler's answer to the connection; what a handler throws becomes a closed connection and a log line.</summary>
internal static class RequestPipeline
{
    public static FrameResult Run<TResponse>(
        ValueTask<TResponse> pending, short version, RequestContext context, ResponseSlot response)
        where TResponse : struct, IWireMessage<TResponse>
    {
        if (!pending.IsCompletedSuccessfully)
        {
            context.PauseWork();
            _ = AwaitAsync(pending, version, context, response);
            return FrameResult.AwaitResponse;
        }

        Write(pending.Result, version, context, response);
        return FrameResult.Continue;
    }

    /// <summary>The body is not what its header says: nothing behind it on this connection can be trusted.</summary>
    public static FrameResult RejectMalformed(RequestContext context, ResponseSlot response)
    {
        context.Log.Warn($"{context.ClientHost}: malformed {context.ApiKey} request, version {context.Version}; closing the connection");
        return FrameResult.Close;
    }

    private static async Task AwaitAsync<TResponse>(
        ValueTask<TResponse> pending, short version, RequestContext context, ResponseSlot response)
        where TResponse : struct, IWireMessage<TResponse>
    {
        try
        {
            var message = await pending;
            context.ResumeWork();
            Write(message, version, context, response);
        }
        catch (OperationCanceledException) when (context.ConnectionClosed.IsCancellationRequested)
        {
            response.CompleteAndClose();
        }
        catch (Exception e)
        {
            context.Log.Error($"{context.ApiKey} request from {context.ClientHost} failed", e);
            response.CompleteAndClose();
        }
    }

    private static void Write<TResponse>(TResponse message, short version, RequestContext context, ResponseSlot response)
        where TResponse : struct, IWireMessage<TResponse>
    {
        if (context.ChargeRequest() is > 0 and var throttleMs) message = TResponse.Throttled(message, throttleMs);
        var hasTaggedFields = context.ApiKey != ApiKey.ApiVersions && TResponse.IsFlexible(version);
        var writer = ResponseHeaders.Begin(response, context.CorrelationId, hasTaggedFields);
        message.Write(writer, version);
        response.Complete();
    }
}
