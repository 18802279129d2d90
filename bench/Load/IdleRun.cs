namespace Levada.Load;

/// <summary>What the broker's process uses while nobody asks it for anything.</summary>
internal static class IdleRun
{
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(2);

    public static void Execute(LoadOptions options)
    {
        Thread.Sleep(Settling);
        if (ProcessProbe.Of(options.BrokerProcessId) is not { } before) throw new ArgumentException("--pid names the broker's process.");
        Thread.Sleep(TimeSpan.FromSeconds(options.Seconds));
        var after = ProcessProbe.Of(options.BrokerProcessId)!.Value;
        var percent = (after.UserSeconds + after.SystemSeconds - before.UserSeconds - before.SystemSeconds) / options.Seconds * 100;
        Console.WriteLine($"idle     {percent:F2} % CPU over {options.Seconds} s, {after.ResidentMegabytes:F1} MB resident, {after.ThreadCount} threads, "
            + $"{Directory.GetFiles($"/proc/{options.BrokerProcessId}/fd").Length} open files");
    }
}
