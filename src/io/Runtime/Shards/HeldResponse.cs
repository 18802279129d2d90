using Levada.Protocol;

namespace Levada.Runtime.Shards;

/// <summary>A response that waits until the log is committed up to its end offset.</summary>
internal readonly record struct HeldResponse<TState>(ShardRequest<TState> Request, object Response, long EndOffset, long DeadlineMs)
{
    public void Send() => Request.Answer(Response);

    public void Refuse(ErrorCode error) => Request.Refuse(error);
}
