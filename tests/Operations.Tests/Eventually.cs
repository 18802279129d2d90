namespace Levada.Operations.Tests;

/// <summary>Waits for what happens by itself; how long it takes decides nothing.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static Task TrueAsync(Func<bool> condition, string promise) => TrueAsync(() => Task.FromResult(condition()), promise);

    public static async Task TrueAsync(Func<Task<bool>> condition, string promise)
    {
        using var deadline = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            if (deadline.IsCancellationRequested) Assert.Fail($"Waited in vain: {promise}");
            await Task.Delay(10, CancellationToken.None);
        }
    }
}
