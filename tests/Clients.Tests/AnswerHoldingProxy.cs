using Levada.Servers;

namespace Levada.Clients.Tests;

/// <summary>When told, lets requests through but no answer back.</summary>
internal sealed class AnswerHoldingProxy : FrameProxy
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private readonly SemaphoreSlim _held = new(0);
    private volatile bool _isHolding;

    public void HoldAnswers() => _isHolding = true;

    public void PassAnswers() => _isHolding = false;

    public async Task WaitForHeldAnswersAsync(int count)
    {
        for (var i = 0; i < count; i++) Assert.True(await _held.WaitAsync(Patience), $"Only {i} of {count} answers came.");
    }

    protected override bool PassesAnswer()
    {
        if (!_isHolding) return true;
        _held.Release();
        return false;
    }
}
