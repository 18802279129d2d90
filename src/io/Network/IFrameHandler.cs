namespace Levada.Network;

/// <summary>What a listener gives requests to. Frames of one connection come one at a time and in order.</summary>
public interface IFrameHandler
{
    /// <summary>Handles one request.</summary>
    /// <param name="frame">
    /// The request without its length prefix, valid (and writable: batches are stamped in place) until this returns.
    /// </param>
    /// <param name="response">
    /// The request's place in the order of responses; completed now or later, once, from any thread.
    /// </param>
    /// <returns>Whether the next frame may be handled before this response is complete.</returns>
    FrameResult OnFrame(Span<byte> frame, ResponseSlot response);

    /// <summary>The connection is gone; incomplete slots may still be completed and are dropped.</summary>
    void OnClosed(Connection connection);
}
