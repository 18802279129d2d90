using System.Runtime.InteropServices;

namespace Levada.Runtime;

/// <summary>Lets a thread yield to all others of the machine; the runtime's own priorities do nothing on Linux.</summary>
public static partial class ThreadPriorityHint
{
    private const int PriorityOfProcess = 0;
    private const int ThisThread = 0;
    private const int BackgroundNiceness = 10;

    /// <summary>Marks the calling thread as one whose work can wait; where the system does not know threads, nothing happens.</summary>
    public static void MarkBackground()
    {
        if (OperatingSystem.IsLinux()) _ = setpriority(PriorityOfProcess, ThisThread, BackgroundNiceness);
    }

    [LibraryImport("libc")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int setpriority(int which, int who, int niceness);
}
