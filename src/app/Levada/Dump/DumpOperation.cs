using System.Text.RegularExpressions;
using Levada.Output;

namespace Levada.Dump;

/// <summary>The <c>dump-log</c> command: recognises files by their names and prints them.</summary>
internal sealed partial class DumpOperation(Screen screen, DumpOptions options)
{
    public int Run(CancellationToken cancellationToken)
    {
        using var sink = new DumpSink(screen);
        var files = options.Paths.SelectMany(Files).ToList();
        if (files.Count == 0) throw new UsageException($"no file of a Kafka log directory in {string.Join(' ', options.Paths)}");
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            sink.Begin(file);
            Dump(file, sink, cancellationToken);
        }

        return sink.HasDamage ? ExitCode.Failure : ExitCode.Success;
    }

    private static IEnumerable<string> Files(string path)
    {
        if (!Directory.Exists(path)) return IsKnown(path) ? [path] : throw new UsageException($"'{path}' is no file that a Kafka log directory has");
        return Directory.EnumerateFiles(path).Where(IsKnown).Order(StringComparer.Ordinal);
    }

    private static bool IsKnown(string path)
    {
        var extension = Path.GetExtension(StripSuffix(path));
        return extension is ".log" or ".index" or ".timeindex" or ".txnindex" or ".snapshot" || IsMetadataSnapshot(path) || TextFileDump.IsKnown(path);
    }

    private void Dump(string path, DumpSink sink, CancellationToken cancellationToken)
    {
        var extension = Path.GetExtension(StripSuffix(path));
        if (extension == ".log" || IsMetadataSnapshot(path)) new SegmentDump(options, sink).Dump(path, cancellationToken);
        else if (extension == ".index") IndexDump.DumpOffsets(path, BaseOffset(path), sink, options.CountMax);
        else if (extension == ".timeindex") IndexDump.DumpTimes(path, BaseOffset(path), sink, options.CountMax);
        else if (extension == ".txnindex") IndexDump.DumpTransactions(path, sink, options.CountMax);
        else if (extension == ".snapshot") ProducerSnapshotDump.Dump(path, sink, options.CountMax);
        else TextFileDump.Dump(path, sink, options.CountMax);
    }

    // Files on their way in or out are the same inside.
    private static string StripSuffix(string path) =>
        Path.GetExtension(path) is ".deleted" or ".swap" or ".cleaned" ? Path.ChangeExtension(path, null) : path;

    private static bool IsMetadataSnapshot(string path) => MetadataSnapshotName().IsMatch(Path.GetFileName(path));

    /// <exception cref="UsageException">An index without an offset in its name.</exception>
    private static long BaseOffset(string path)
    {
        var name = Path.GetFileName(path);
        return long.TryParse(name[..Math.Max(0, name.IndexOf('.'))], out var offset)
            ? offset
            : throw new UsageException($"'{path}' has no base offset in its name");
    }

    [GeneratedRegex(@"^\d{20}-\d{10}\.checkpoint(\.part|\.deleted)?$")]
    private static partial Regex MetadataSnapshotName();
}
