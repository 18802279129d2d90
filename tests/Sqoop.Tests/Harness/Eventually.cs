using System.Diagnostics;

namespace Levada.Sqoop.Tests.Harness;

/// <summary>Waits for what another process does; how long it takes decides nothing.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    public static void True(Func<bool> condition, string promise)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (watch.Elapsed > Patience) Assert.Fail($"Waited in vain: {promise}");
            Thread.Sleep(Step);
        }
    }
}
