using System.Globalization;
using System.Text;
using Levada.FileSystem;
using Levada.Log;
using Levada.Log.Compaction;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Micro;

/// <summary>Cleans a log of many versions of few keys once, and says how much it reads per second of processor time.</summary>
internal static class CleaningRun
{
    private const int RecordsPerBatch = 50;
    private const int RecordCount = 4_000_000;
    private const int KeyCount = 200_000;
    private const long NowMs = 1_700_000_000_000;

    public static void Run(CompressionCodec codec)
    {
        var directory = Directory.CreateTempSubdirectory("levada-cleaning-").FullName;
        try
        {
            var options = new LogOptions { HasCompactPolicy = true, CleanableDirtyRatioMin = 0, SegmentBytesMax = 4 << 20 };
            using var log = PartitionLog.Open(new PosixFileSystem(), directory + "/t-0", new TopicPartition("t", 0), options, new LogStart { NowMs = NowMs });
            Fill(log, codec);
            Clean(log, codec);
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private static void Fill(PartitionLog log, CompressionCodec codec)
    {
        var builder = new RecordBatchBuilder();
        var bytes = new FrameBuffer();
        var value = new byte[80];
        for (var index = 0; index < RecordCount; index += RecordsPerBatch)
        {
            builder.Start(new RecordBatchOptions { Codec = codec });
            for (var record = index; record < index + RecordsPerBatch; record++)
            {
                // A multiplier without a common factor visits the keys in no order.
                Encoding.ASCII.GetBytes((record * 7919L % 1_000_003).ToString(CultureInfo.InvariantCulture)).CopyTo(value, 0);
                builder.Append(NowMs, Encoding.ASCII.GetBytes($"customer-{record * 7919L % KeyCount:D8}"), value);
            }

            bytes.Clear();
            builder.Build(bytes);
            log.Append(bytes.Written, new AppendContext(AppendOrigin.Client, new LeaderEpoch(0), NowMs));
        }

        if (!log.TryBeginCheckpoint(out var checkpoint)) return;
        checkpoint.Run();
        log.CompleteCheckpoint(checkpoint);
    }

    private static void Clean(PartitionLog log, CompressionCodec codec)
    {
        var before = Environment.CpuUsage.TotalTime;
        var candidate = log.Compaction.Examine(NowMs, log.LogEndOffset);
        using var cleaning = log.Compaction.Begin(candidate, new CleaningOptions(), NowMs);
        while (cleaning.State is CleaningState.Working or CleaningState.ReadyToReplace or CleaningState.ReadyToPublish)
        {
            if (cleaning.State == CleaningState.Working) cleaning.Step();
            else if (cleaning.State == CleaningState.ReadyToReplace) log.Compaction.Replace(cleaning)?.Run();
            else log.Compaction.Publish(cleaning)?.Run();
        }

        var seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        var stats = cleaning.Stats;
        Console.WriteLine(
            $"{codec}: {stats.BytesRead / 1e6:F0} MB of {stats.RecordsRead / 1e6:F1} M records to {stats.BytesWritten / 1e6:F0} MB, {stats.KeyCount} keys in "
            + $"{stats.MapBytes / 1e6:F0} MB, {seconds:F2} CPU-s: {stats.BytesRead / 1e6 / seconds:F0} MB per CPU-s, {stats.RecordsRead / 1e6 / seconds:F2} M records per CPU-s");
    }
}
