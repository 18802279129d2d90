using System.Runtime.InteropServices;

namespace Levada.Start;

/// <summary>Raises the number of files the process may open to what the system allows; NativeAOT does not do it by itself.</summary>
internal static partial class OpenFileLimit
{
    private const int LinuxNoFile = 7;

    /// <summary>Best effort: the broker runs with the old limit too.</summary>
    public static void Raise()
    {
        if (!OperatingSystem.IsLinux() || GetLimit(LinuxNoFile, out var limit) != 0 || limit.Soft >= limit.Hard) return;
        limit.Soft = limit.Hard;
        _ = SetLimit(LinuxNoFile, in limit);
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetLimit(int resource, out Limit limit);

    [LibraryImport("libc", EntryPoint = "setrlimit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetLimit(int resource, in Limit limit);

    [StructLayout(LayoutKind.Sequential)]
    private struct Limit
    {
        public nuint Soft;
        public nuint Hard;
    }
}
