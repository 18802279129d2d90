namespace Levada.Records;

/// <summary>Keeps a few decoders of each codec, so that a payload needs no new one.</summary>
internal static class PayloadDecoderPool
{
    // More at once than there are cores gains nothing: what does not fit is left to the collector.
    private const int SlotCount = 16;
    private static readonly PayloadDecoder?[][] Slots = CreateSlots();

    public static PayloadDecoder Rent(CompressionCodec codec)
    {
        foreach (ref var slot in Slots[(int)codec].AsSpan())
        {
            if (slot is not null && Interlocked.Exchange(ref slot, null) is { } decoder) return decoder;
        }

        return Create(codec);
    }

    public static void Return(CompressionCodec codec, PayloadDecoder decoder)
    {
        foreach (ref var slot in Slots[(int)codec].AsSpan())
        {
            if (Interlocked.CompareExchange(ref slot, decoder, null) is null) return;
        }

        (decoder as IDisposable)?.Dispose();
    }

    private static PayloadDecoder Create(CompressionCodec codec) => codec switch
    {
        CompressionCodec.Gzip => new GzipDecoder(),
        CompressionCodec.Snappy => new SnappyDecoder(),
        CompressionCodec.Lz4 => new Lz4Decoder(),
        CompressionCodec.Zstd => new ZstdDecoder(),
        _ => throw new ArgumentOutOfRangeException(nameof(codec), codec, "There is no such codec."),
    };

    private static PayloadDecoder?[][] CreateSlots()
    {
        var slots = new PayloadDecoder?[(int)CompressionCodec.Zstd + 1][];
        for (var codec = 0; codec < slots.Length; codec++) slots[codec] = new PayloadDecoder?[SlotCount];
        return slots;
    }
}
