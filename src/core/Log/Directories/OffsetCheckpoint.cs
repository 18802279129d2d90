using System.Globalization;
using System.Text;
using Levada.Protocol;

namespace Levada.Log.Directories;

/// <summary>One offset per partition of a log directory, in Kafka's text format.</summary>
/// <remarks>Version 0, the count, and one line <c>topic partition offset</c> each.</remarks>
public static class OffsetCheckpoint
{
    private const char Version = '0';

    public const string RecoveryPoints = "recovery-point-offset-checkpoint";
    public const string LogStartOffsets = "log-start-offset-checkpoint";
    public const string HighWatermarks = "replication-offset-checkpoint";
    public const string CleanerOffsets = "cleaner-offset-checkpoint";

    /// <summary>The offsets of a file; none when it is missing. Lines that make no sense are left out.</summary>
    /// <remarks>An offset that is missing is the cautious answer everywhere: more is recovered, nothing is lost. One moment excepted: see <see cref="Retention"/>.</remarks>
    public static Dictionary<TopicPartition, long> Read(IFileSystem fileSystem, string directory, string name)
    {
        var offsets = new Dictionary<TopicPartition, long>();
        var lines = SmallFile.ReadText(fileSystem, $"{directory}/{name}")?.Split('\n') ?? [];
        if (lines.Length < 2 || lines[0].Trim() is not [Version]) return offsets;
        foreach (var line in lines.Skip(2))
        {
            var fields = line.Split(' ', StringSplitOptions.TrimEntries);
            if (fields.Length == 3
                && int.TryParse(fields[1], NumberStyles.None, CultureInfo.InvariantCulture, out var partition)
                && long.TryParse(fields[2], NumberStyles.None, CultureInfo.InvariantCulture, out var offset))
                offsets[new TopicPartition(fields[0], partition)] = offset;
        }

        return offsets;
    }

    /// <summary>Replaces a file durably.</summary>
    /// <exception cref="IOException">The disk failed; the old file is still there.</exception>
    public static void Write(
        IFileSystem fileSystem, string directory, string name, IReadOnlyCollection<KeyValuePair<TopicPartition, long>> offsets)
    {
        var text = new StringBuilder();
        text.Append(Version).Append('\n').Append(offsets.Count).Append('\n');
        foreach (var ((topic, partition), offset) in offsets)
            text.Append(topic).Append(' ').Append(partition).Append(' ').Append(offset).Append('\n');
        SmallFile.Replace(fileSystem, directory, name, Encoding.UTF8.GetBytes(text.ToString()));
    }
}
