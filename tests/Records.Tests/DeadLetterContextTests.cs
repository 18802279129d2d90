using System.Text;
using CsCheck;
using Levada.Protocol;

namespace Levada.Records.Tests;

public sealed class DeadLetterContextTests
{
    private static readonly Gen<string> Names = Gen.String[Gen.Char.AlphaNumeric, 1, 12];

    private static readonly Gen<DeadLetterContext> Contexts = Gen.Select(
        Names, Gen.Int[0, int.MaxValue], Gen.Long[0, long.MaxValue], Names, Gen.Short[0, short.MaxValue], Gen.Int[0, 7]).Select(
            (topic, partition, offset, group, count, parts) => new DeadLetterContext(
                topic, partition, offset, group, (parts & 1) == 0 ? count : null, (parts & 2) == 0 ? "A member rejected it." : null, (parts & 4) == 0 ? "rejected" : null));

    private static readonly Gen<RecordHeader[]> OwnHeaders =
        Gen.Select(Names, Gen.Byte.Array[0, 5]).Select((name, value) => new RecordHeader(name, value)).Array[0, 4];

    [Fact]
    public void What_was_written_is_read_and_leaves_the_records_own_headers() =>
        Gen.Select(OwnHeaders, Contexts, OwnHeaders).Sample((before, context, behind) =>
        {
            Assert.Equal(context, DeadLetterContext.TryRead([.. before, .. context.ToHeaders(), .. behind], out var own));
            Assert.Equal(before.Concat(behind), own);
        });

    [Fact]
    public void Of_a_record_that_was_a_dead_letter_twice_the_last_time_counts() =>
        Gen.Select(OwnHeaders, Contexts, Contexts).Sample((before, first, second) =>
        {
            Assert.Equal(second, DeadLetterContext.TryRead([.. before, .. first.ToHeaders(), .. second.ToHeaders()], out var own));
            Assert.Equal(first, DeadLetterContext.TryRead(own, out own));
            Assert.Equal(before, own);
        });

    [Theory]
    [InlineData("topic")]
    [InlineData("partition")]
    [InlineData("offset")]
    [InlineData("group")]
    public void A_record_without_its_origin_is_no_dead_letter(string missing)
    {
        var headers = new DeadLetterContext("orders", 3, 7, "workers", 5, "why", "rejected").ToHeaders();
        Assert.Null(DeadLetterContext.TryRead([.. headers.Where(header => header.Key != $"__dlq.errors.{missing}")], out var own));
        Assert.Equal(headers.Length - 1, own.Count);
        Assert.Null(DeadLetterContext.TryRead([.. headers.Select(header => header.Key == $"__dlq.errors.{missing}" ? header with { Value = null } : header)], out _));
    }

    [Theory]
    [InlineData("partition", "-1")]
    [InlineData("partition", "99999999999")]
    [InlineData("offset", "seven")]
    [InlineData("offset", " 7")]
    public void Numbers_that_are_none_are_refused(string name, string text)
    {
        var headers = new DeadLetterContext("orders", 3, 7, "workers", 5, "why", "rejected").ToHeaders();
        Assert.Null(DeadLetterContext.TryRead(
            [.. headers.Select(header => header.Key == $"__dlq.errors.{name}" ? header with { Value = Encoding.UTF8.GetBytes(text) } : header)], out _));
    }

    [Fact]
    public void A_copy_has_all_of_the_record_and_the_further_headers_behind_its_own()
    {
        var builder = new RecordBatchBuilder();
        var source = new FrameBuffer();
        builder.Start(new RecordBatchOptions());
        builder.Append(5, "key"u8, NullableBytes.Null, [new RecordHeader("a", null), new RecordHeader("b", [1, 2])]);
        builder.Build(source);
        var copy = new FrameBuffer();
        var reader = new RecordReader(Samples.Read(source.Written.ToArray()));
        Assert.True(reader.TryRead(out var record));
        builder.Start(new RecordBatchOptions());
        var sizeMax = builder.UncompressedSizeBytes + RecordBatchBuilder.SizeBytesMax(record, [new RecordHeader("c", [3])]);
        builder.AppendCopy(9, record, [new RecordHeader("c", [3])]);
        Assert.True(builder.UncompressedSizeBytes <= sizeMax);
        builder.Build(copy);
        var copied = new RecordReader(Samples.Read(copy.Written.ToArray()));
        Assert.True(copied.TryRead(out var again));
        Assert.True(again.Key.SequenceEqual("key"u8) && again.IsValueNull && again.Timestamp == 9);
        var headers = new List<string>();
        foreach (var header in again.Headers) headers.Add(Encoding.UTF8.GetString(header.Key) + (header.IsValueNull ? "" : "=" + Convert.ToHexString(header.Value)));
        Assert.Equal(["a", "b=0102", "c=03"], headers);
        Assert.False(copied.TryRead(out _));
        Assert.False(copied.Failed);
    }
}
