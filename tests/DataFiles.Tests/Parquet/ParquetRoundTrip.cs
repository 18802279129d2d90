using Levada.DataFiles.Parquet;
using Levada.DataFiles.Tests.Samples;
using Levada.Transfer.Rows;
using Levada.Transfer.Targets;

namespace Levada.DataFiles.Tests.Parquet;

/// <summary>Writes and reads Parquet files in memory.</summary>
internal static class ParquetRoundTrip
{
    public static (string, string)[] Logical { get; } =
        [("sqoop.parquet.logical_types.decimal.enable", "true"), ("sqoop.parquet.logical_types.temporal.enable", "true")];

    public static byte[] Write(TargetRequest request, params RowBatch[] batches) => Write(request, TimeZoneInfo.Utc, batches);

    public static byte[] Write(TargetRequest request, TimeZoneInfo zone, params RowBatch[] batches)
    {
        var stream = new MemoryStream();
        using var writer = new ParquetWriter(stream, ParquetPlan.From(request, zone));
        foreach (var batch in batches)
            writer.Write(batch, TestContext.Current.CancellationToken);
        writer.Finish();
        return stream.ToArray();
    }

    public static List<string> Read(byte[] file, RowSchema wanted, TimeZoneInfo? zone = null)
    {
        using var reader = ParquetFile.Open(new MemoryStream(file), "part-m-00000.parquet", wanted, zone ?? TimeZoneInfo.Utc);
        return SampleRows.Texts(reader);
    }
}
