using Levada.Client.Producing;
using Levada.Protocol;

namespace Levada.Operations.Redrive;

/// <summary>A record on its way back to where it was from.</summary>
internal readonly record struct RedriveRecord(TopicPartition Target, ProducerRecord Record)
{
    private const int OverheadBytes = 100;

    /// <summary>About how many bytes it adds to a batch.</summary>
    public int SizeBytes
    {
        get
        {
            var byteCount = OverheadBytes + (Record.Key?.Length ?? 0) + (Record.Value?.Length ?? 0);
            foreach (var header in Record.Headers.Span) byteCount += header.Key.Length + (header.Value?.Length ?? 0) + OverheadBytes;
            return byteCount;
        }
    }
}
