using System.Globalization;
using System.Text;
using Levada.Log;

namespace Levada.Simulation.Tests.Logs;

/// <summary>What the broker keeps outside a log to find its way back into it: recovery point and log start.</summary>
internal sealed class LogCheckpointFile(string directory)
{
    public (long RecoveryPoint, long LogStartOffset) Read(IFileSystem disk)
    {
        if (!disk.FileExists($"{directory}/checkpoint")) return (0, 0);
        using var file = disk.Open($"{directory}/checkpoint", FileOpenMode.Existing);
        var bytes = new byte[file.Length];
        file.Read(bytes, 0);
        var parts = Encoding.ASCII.GetString(bytes).Split(' ');
        return (long.Parse(parts[0], CultureInfo.InvariantCulture), long.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    public void Write(IFileSystem disk, long recoveryPoint, long logStartOffset)
    {
        using (var file = disk.Open($"{directory}/checkpoint.tmp", FileOpenMode.CreateOrTruncate))
        {
            file.Write(Encoding.ASCII.GetBytes($"{recoveryPoint} {logStartOffset}"), 0);
            file.Flush();
        }

        disk.Rename($"{directory}/checkpoint.tmp", $"{directory}/checkpoint");
        disk.FlushDirectory(directory);
    }
}
