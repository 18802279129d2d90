using System.Globalization;

namespace Levada.Dump;

/// <summary>Prints the text files of a log directory.</summary>
internal static class TextFileDump
{
    private const int CheckpointHeaderLineCount = 2;

    public static bool IsKnown(string path)
    {
        var name = Path.GetFileName(path);
        return IsCheckpoint(name) || name is "partition.metadata" or "meta.properties" or "quorum-state" or ".kafka_cleanshutdown";
    }

    public static void Dump(string path, DumpSink sink, int countMax)
    {
        var lines = File.ReadAllLines(path);
        var name = Path.GetFileName(path);
        if (!IsCheckpoint(name))
        {
            foreach (var line in lines.Take(countMax)) sink.Add(("line", line));
            return;
        }

        if (lines.Length < CheckpointHeaderLineCount || lines[0] != "0")
        {
            sink.AddDamage(0, "not a checkpoint of version 0");
            return;
        }

        if (lines[1] != (lines.Length - CheckpointHeaderLineCount).ToString(CultureInfo.InvariantCulture))
            sink.AddDamage(0, $"says {lines[1]} entries and has {lines.Length - CheckpointHeaderLineCount}");
        foreach (var line in lines.Skip(CheckpointHeaderLineCount).Take(countMax)) Add(sink, line);
    }

    private static bool IsCheckpoint(string name) => name.EndsWith("-offset-checkpoint", StringComparison.Ordinal) || name == "leader-epoch-checkpoint";

    private static void Add(DumpSink sink, string line)
    {
        var words = line.Split(' ');
        if (words is [var topic, var partition, var offset] && long.TryParse(partition, out var partitionNumber) && long.TryParse(offset, out var offsetNumber))
            sink.Add(("topic", topic), ("partition", partitionNumber), ("offset", offsetNumber));
        else if (words is [var epoch, var start] && long.TryParse(epoch, out var epochNumber) && long.TryParse(start, out var startNumber))
            sink.Add(("epoch", epochNumber), ("startOffset", startNumber));
        else
            sink.AddDamage(0, $"not an entry: {line}");
    }
}
