using Levada.Client.Producing;

namespace Levada.Operations.Redrive;

/// <summary>Cuts records of one partition into batches.</summary>
internal static class RedriveBatches
{
    // Well below what a topic takes by default; larger records go alone.
    private const int BatchBytesMax = 500_000;

    public static IEnumerable<IReadOnlyList<ProducerRecord>> Of(IReadOnlyList<RedriveRecord> records)
    {
        var batch = new List<ProducerRecord>();
        var byteCount = 0;
        foreach (var record in records)
        {
            if (batch.Count > 0 && byteCount + record.SizeBytes > BatchBytesMax)
            {
                yield return batch;
                batch = [];
                byteCount = 0;
            }

            batch.Add(record.Record);
            byteCount += record.SizeBytes;
        }

        if (batch.Count > 0) yield return batch;
    }
}
