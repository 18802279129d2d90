using System.Buffers.Binary;
using Levada.Protocol;
using Levada.Servers;

namespace Levada.Cli.Tests;

/// <summary>Holds one request back, with its connection, until it is told to let it go.</summary>
internal sealed class RequestHoldingProxy : FrameProxy
{
    private readonly TaskCompletionSource _held = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile Func<ApiKey, bool> _isToBeHeld = static _ => false;

    /// <param name="passingCount">How many requests of this kind go through before the one that is held.</param>
    public void Hold(ApiKey key, int passingCount) => _isToBeHeld = other => other == key && Interlocked.Decrement(ref passingCount) == -1;

    public Task WaitForHeldAsync() => _held.Task.WaitAsync(LevadaProcess.Patience);

    public void Release() => _released.SetResult();

    protected override async ValueTask<bool> PassesRequestAsync(ReadOnlyMemory<byte> request, CancellationToken stopping)
    {
        if (!_isToBeHeld((ApiKey)BinaryPrimitives.ReadInt16BigEndian(request.Span))) return true;
        _held.SetResult();
        await _released.Task.WaitAsync(stopping);
        return true;
    }
}
