using System.Text;
using Levada.Protocol;

namespace Levada.Records.Tests;

/// <summary>Batches and bytes that many tests need.</summary>
internal static class Samples
{
    public static readonly CompressionCodec[] Codecs = Enum.GetValues<CompressionCodec>();

    public static byte[] Build(Action<RecordBatchBuilder> append, RecordBatchOptions? options = null)
    {
        var builder = new RecordBatchBuilder();
        builder.Start(options ?? new RecordBatchOptions());
        append(builder);
        var target = new FrameBuffer();
        builder.Build(target);
        return target.Written.ToArray();
    }

    public static byte[] Batch(int recordCount, int valueByteCount, CompressionCodec codec = CompressionCodec.None) =>
        Build(
            builder =>
            {
                for (var i = 0; i < recordCount; i++) builder.Append(1_000 + i, Key(i), Value(i, valueByteCount));
            },
            new RecordBatchOptions { Codec = codec });

    public static byte[] Key(int i) => Encoding.UTF8.GetBytes($"key-{i}");

    public static byte[] Value(int i, int byteCount)
    {
        var text = $$"""{"id":{{i}},"name":"package-{{i % 97}}","section":"libs","size":{{i * 31}}}""";
        var value = new byte[byteCount];
        for (var at = 0; at < byteCount; at++) value[at] = (byte)text[at % text.Length];
        return value;
    }

    public static RecordBatch Read(byte[] bytes)
    {
        Assert.True(RecordBatch.TryRead(bytes, out var batch));
        return batch;
    }

    public static byte[] Decompress(RecordBatch batch)
    {
        var target = new FrameBuffer();
        Assert.True(Compression.TryDecompress(batch.Codec, batch.Payload, target, 64 << 20));
        return target.Written.ToArray();
    }
}
