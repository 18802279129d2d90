using Levada.DataFiles.Sequence;
using Levada.DataFiles.Tests.Samples;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Tests.Sequence;

/// <summary>Writes and reads SequenceFiles in memory.</summary>
internal static class SequenceRoundTrip
{
    public static byte[] Sync { get; } = [.. Enumerable.Range(0xB0, 16).Select(static value => (byte)value)];

    public static byte[] Write(TargetRequest request, params RowBatch[] batches) => Write(request, TimeZoneInfo.Utc, batches);

    public static byte[] Write(TargetRequest request, TimeZoneInfo zone, params RowBatch[] batches)
    {
        var stream = new MemoryStream();
        using var writer = SequenceWriter.Create(stream, SequencePlan.From(request, zone), Sync);
        foreach (var batch in batches)
            writer.Write(batch, TestContext.Current.CancellationToken);
        writer.Finish();
        return stream.ToArray();
    }

    public static List<string> Read(byte[] file, RowSchema wanted, TimeZoneInfo? zone = null, RowSchema? written = null)
    {
        using var reader = SequenceFile.Open(new MemoryStream(file), "part-m-00000", wanted, zone ?? TimeZoneInfo.Utc, written);
        return SampleRows.Texts(reader);
    }
}
