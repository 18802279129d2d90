using Levada.DataFiles.Avro;
using Levada.DataFiles.Tests.Samples;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Tests.Avro;

/// <summary>Writes and reads Avro files in memory.</summary>
internal static class AvroRoundTrip
{
    public static byte[] Sync { get; } = [.. Enumerable.Range(0xA0, 16).Select(static value => (byte)value)];

    public static TimeZoneInfo Berlin { get; } = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    public static byte[] Write(TargetRequest request, params RowBatch[] batches) => Write(request, TimeZoneInfo.Utc, batches);

    public static byte[] Write(TargetRequest request, TimeZoneInfo zone, params RowBatch[] batches)
    {
        var stream = new MemoryStream();
        using var writer = AvroWriter.Create(stream, AvroPlan.From(request, zone), Sync);
        foreach (var batch in batches)
            writer.Write(batch, TestContext.Current.CancellationToken);
        writer.Finish();
        return stream.ToArray();
    }

    public static List<string> Read(byte[] file, RowSchema wanted, TimeZoneInfo? zone = null)
    {
        using var reader = AvroFile.Open(new MemoryStream(file), "part-m-00000.avro", wanted, zone ?? TimeZoneInfo.Utc);
        return SampleRows.Texts(reader);
    }
}
