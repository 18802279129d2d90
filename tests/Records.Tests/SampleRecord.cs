using CsCheck;

namespace Levada.Records.Tests;

/// <summary>A record to write and to compare with what is read.</summary>
internal sealed record SampleRecord(long Timestamp, byte[]? Key, byte[]? Value, RecordHeader[] Headers)
{
    public static Gen<SampleRecord> Gen { get; } = CsCheck.Gen.Select(
        CsCheck.Gen.OneOf(CsCheck.Gen.Const(-1L), CsCheck.Gen.Long[0, 200], CsCheck.Gen.Long),
        NullableBytes,
        NullableBytes,
        CsCheck.Gen.Select(CsCheck.Gen.String[0, 5], NullableBytes, (key, value) => new RecordHeader(key, value)).Array[0, 3],
        (timestamp, key, value, headers) => new SampleRecord(timestamp, key, value, headers));

    private static Gen<byte[]?> NullableBytes => CsCheck.Gen.OneOf(
        CsCheck.Gen.Const((byte[]?)null),
        CsCheck.Gen.Byte.Array[0, 8].Select(bytes => (byte[]?)bytes),
        CsCheck.Gen.Byte.Array[60, 200].Select(bytes => (byte[]?)bytes));

    public void AppendTo(RecordBatchBuilder builder) => builder.Append(Timestamp, Key, Value, Headers);
}
