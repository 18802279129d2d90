namespace Levada.Network;

public enum FrameResult
{
    /// <summary>Read on: later requests may be handled while this one waits (Produce, Fetch).</summary>
    Continue,

    /// <summary>Handle nothing more of this connection until the response is complete.</summary>
    AwaitResponse,

    /// <summary>The frame is not a request: close the connection after the responses before it have left.</summary>
    Close,
}
