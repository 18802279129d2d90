using System.Globalization;

namespace Levada.Load;

/// <summary>What the broker's process has used so far (Linux <c>/proc</c>).</summary>
internal readonly record struct ProcessProbe(double UserSeconds, double SystemSeconds, double ResidentMegabytes, int ThreadCount)
{
    private const double TicksPerSecond = 100;

    public static ProcessProbe? Of(int processId)
    {
        if (processId <= 0) return null;
        var stat = File.ReadAllText($"/proc/{processId}/stat");
        var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
        var resident = File.ReadLines($"/proc/{processId}/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return new ProcessProbe(
            double.Parse(fields[11], CultureInfo.InvariantCulture) / TicksPerSecond,
            double.Parse(fields[12], CultureInfo.InvariantCulture) / TicksPerSecond,
            double.Parse(resident.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024,
            int.Parse(fields[17], CultureInfo.InvariantCulture));
    }

    public static string Describe(ProcessProbe? before, ProcessProbe? after, double gigabytes)
    {
        if (before is not { } b || after is not { } a) return "";
        var user = (a.UserSeconds - b.UserSeconds) / gigabytes;
        var system = (a.SystemSeconds - b.SystemSeconds) / gigabytes;
        return $"  broker {user + system:F3} CPU-s/GB (user {user:F3}, system {system:F3}), {a.ResidentMegabytes:F0} MB resident, {a.ThreadCount} threads";
    }
}
