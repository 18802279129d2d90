using System.Globalization;
using System.Text;
using Levada.Protocol;
using Levada.Records;

namespace Levada.Micro;

/// <summary>Batches and payloads that look like what producers send.</summary>
internal static class BatchSamples
{
    public static byte[] Batch(int recordCount, int valueByteCount, CompressionCodec codec)
    {
        var builder = new RecordBatchBuilder();
        builder.Start(new RecordBatchOptions { Codec = codec });
        for (var i = 0; i < recordCount; i++)
            builder.Append(1_700_000_000_000 + (i / 10), NullableBytes.Null, Json(i, valueByteCount));
        var target = new FrameBuffer();
        builder.Build(target);
        return target.Written.ToArray();
    }

    /// <summary>JSON objects with some words and numbers that vary: it compresses about threefold.</summary>
    public static byte[] Json(int seed, int byteCount)
    {
        var text = new StringBuilder();
        var random = new Random(seed);
        while (text.Length < byteCount)
        {
            text.Append(CultureInfo.InvariantCulture, $$"""{"id":{{random.Next()}},"name":"package-{{random.Next(1000)}}" """);
            text.Append(CultureInfo.InvariantCulture, $$""", "section":"libs","size":{{random.Next(1 << 20)}}""");
            text.Append(CultureInfo.InvariantCulture, $$""", "sum":"{{random.NextInt64():x16}}"}""");
        }

        return Encoding.ASCII.GetBytes(text.ToString(0, byteCount));
    }
}
