namespace Levada.Records.Tests;

public sealed class BatchWalkTests
{
    public static TheoryData<CompressionCodec> Codecs => [.. Samples.Codecs];

    [Theory]
    [MemberData(nameof(Codecs))]
    public void A_good_batch_is_found_good(CompressionCodec codec)
    {
        var result = BatchWalk.Walk(Samples.Read(Samples.Batch(3_000, 100, codec)), 1 << 20);
        Assert.Equal(BatchWalkError.None, result.Error);
        Assert.Equal(3_000, result.RecordCount);
        Assert.Equal(3_999, result.MaxTimestamp);
        Assert.Equal(2_999, result.MaxTimestampOffsetDelta);
        Assert.Equal(1_000, result.MinTimestamp);
        Assert.False(result.HasNullKey);
    }
}
