using System.Runtime.InteropServices;

namespace Levada.Bench;

/// <summary>Waits for the moments of a fixed rate. A late caller is not slowed down further: the schedule does not move.</summary>
/// <param name="perSecond">0 never waits.</param>
internal sealed partial class Pacer(TimeProvider time, double perSecond)
{
    private readonly long _start = time.GetTimestamp();

    /// <summary>Blocks the thread until it is time for the given one.</summary>
    /// <returns>The timestamp at which it was to happen; the current one without a rate.</returns>
    public long WaitFor(long index)
    {
        if (perSecond <= 0) return time.GetTimestamp();
        var intended = _start + (long)(index * (time.TimestampFrequency / perSecond));
        while (intended - time.GetTimestamp() is > 0 and var left) Sleep(left * 1_000_000_000L / time.TimestampFrequency);
        return intended;
    }

    // Thread.Sleep knows whole milliseconds only, which would be most of what is measured.
    private static void Sleep(long nanoseconds)
    {
        if (OperatingSystem.IsWindows())
        {
            Thread.Sleep((int)(nanoseconds / 1_000_000));
            return;
        }

        var request = new TimeSpec { Seconds = (nint)(nanoseconds / 1_000_000_000), Nanoseconds = (nint)(nanoseconds % 1_000_000_000) };
        _ = NanoSleep(in request, 0);
    }

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int NanoSleep(in TimeSpec request, nint remaining);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public nint Seconds;
        public nint Nanoseconds;
    }
}
